"""Figures as they are shown: in tens, so that no single reader can be made out in them.

Sums are made of the exact figures and rounded then: the difference of two shown figures gives nothing away.
"""

SMALLEST = 10
FEW = f"unter\N{NO-BREAK SPACE}{SMALLEST}"


def rounded(number: int) -> int:
    """``number`` to the nearest ten; half a ten where there is something, but less than ten."""
    if 0 < number < SMALLEST:
        return SMALLEST // 2
    return (number + SMALLEST // 2) // SMALLEST * SMALLEST


def shown(number: int) -> str:
    """»0«, »unter 10«, »1.240«."""
    return FEW if 0 < number < SMALLEST else f"{rounded(number):,}".replace(",", ".")


def for_spreadsheet(number: int) -> int | str:
    """A number to reckon with, or the words where it is small."""
    return FEW if 0 < number < SMALLEST else rounded(number)
