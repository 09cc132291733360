"""Whether two actors may be one side of an event."""

from __future__ import annotations

from collections.abc import Callable

STATE_FORCES, ARMED_FOES = {"MIL", "COP"}, {"REB", "UAF", "CRM"}  # sectors


def relation_of(known: dict) -> Callable[..., bool]:
    """Whether two actors may be one side: a state and its forces, a described group and a named one of its country; `strict`: not one
    person and a group; `certain`: nobody of whom it is not known whose he is."""

    def related(a: str, b: str, *, strict: bool = False, certain: bool = False) -> bool:
        one, two = known.get(a), known.get(b)
        if (strict or certain) and one is not None and two is not None and {one.kind, two.kind} == {"person", "group"}:
            return False
        if one is None or two is None or a == b:
            return a == b
        if {one.sector, two.sector} & STATE_FORCES and {one.sector, two.sector} & ARMED_FOES:
            return False  # "soldiers executed villagers", in a report on militants who killed some
        if b == one.affiliation_id or a == two.affiliation_id:
            return True
        if "country" in (one.kind, two.kind) or "group" in (one.kind, two.kind):
            return (
                one.country == two.country
                and one.country is not None
                or not certain
                and "group" in (one.kind, two.kind)
                and None in (one.country, two.country)
            )
        return (
            one.country == two.country
            and one.country is not None
            and {one.sector, two.sector} <= {"MIL", "GOV"}
            and "person" not in (one.kind, two.kind)
        )

    return related
