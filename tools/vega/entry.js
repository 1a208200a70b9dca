// What the page needs of Vega, and no more: the view, the parser, and the transforms that its charts name or imply.

import { transforms } from "vega-dataflow";
import { axisticks, datajoin, encode, legendentries, scale, sortitems } from "vega-encode";
import { parse } from "vega-parser";
import { aggregate, collect, compare, expression, extent, facet, field, filter, formula, key } from "vega-transforms";
import { multiextent, multivalues, params, prefacet, proxy, relay, sieve, subflow, tupleindex, values } from "vega-transforms";
import { View } from "vega-view";
import { bound, identifier, mark, overlap, render, viewlayout } from "vega-view-transforms";

Object.assign(transforms, { axisticks, datajoin, encode, legendentries, scale, sortitems });
Object.assign(transforms, { aggregate, collect, compare, expression, extent, facet, field, filter, formula, key });
Object.assign(transforms, { multiextent, multivalues, params, prefacet, proxy, relay, sieve, subflow, tupleindex, values });
Object.assign(transforms, { bound, identifier, mark, overlap, render, viewlayout });

export { View, parse };
