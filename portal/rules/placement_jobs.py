"""The job that a placement leads to: as its order says it, or, on ways without a company, as it was told."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from portal.data.placement import Placement


@dataclass(frozen=True)
class Job:
    """Codes as in an order; `employer` and `position` are names."""

    country: str
    sector: str
    employer_kind: str
    employer: str
    position: str

    def kept(self) -> dict[str, str]:
        """As Placement.job has it."""
        return asdict(self)


def job_of(placement: Placement) -> Job:
    """The job of a placement that comes with its order and employer, where it has them."""
    if placement.order_id is None:
        return Job(**placement.job)
    order = placement.order
    return Job(order.country, order.sector, order.employer_kind, order.employer.name, order.position)
