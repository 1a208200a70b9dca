"""Editions: the book frozen with all that gives its numbers, played back, compared, and scored by what came true.

| module | what stands in it |
|---|---|
| `folder` | an edition's folder, and the editions there are |
| `freeze` | a new one |
| `replay` | an edition's verdicts again, from its frozen inputs |
| `scored` | its forecasts that came due, by the Brier score |
| `shown` | the page of editions |
"""
