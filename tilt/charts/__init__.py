"""The look of every chart, the kinds of charts claims share, and Altair through Vega without Node."""
