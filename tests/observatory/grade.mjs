// Grades answers of the portal as Mozilla's HTTP Observatory does, by its own rules and points (@mdn/mdn-http-observatory).
//
// Its scanner asks a public host over HTTPS; ours are handed in on standard input, as a list of
//   {name, url, html, headers: [[name, value], …], route: [{url, status}, …]}
// where »route« is how http:// leads there. Standard output: {name: {score, grade, tests: {test: [result, points]}}}.
import { existsSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { AxiosHeaders } from "axios";
import { CookieJar } from "tough-cookie";

const HOME = new URL("./node_modules/@mdn/mdn-http-observatory/", import.meta.url);
// The list of hosts that browsers know to be HTTPS only is fetched when the package is installed with its scripts; ours
// is not, and no host of a test would be on it.
const PRELOADED = new URL("conf/hsts-preload.json", HOME);
if (!existsSync(fileURLToPath(PRELOADED))) writeFileSync(PRELOADED, "{}");

const { ALL_TESTS } = await import(new URL("src/constants.js", HOME));
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await import(new URL("src/grader/charts.js", HOME));
const { getGradeForScore, getScoreModifier } = await import(new URL("src/grader/grader.js", HOME));
const { parseHttpEquivHeaders } = await import(new URL("src/retriever/utils.js", HOME));
const { Requests } = await import(new URL("src/types.js", HOME));

function retrieved({ url, html, headers, route }) {
  const address = new URL(url);
  const requests = new Requests(address.hostname);
  const sent = new AxiosHeaders();
  const jar = new CookieJar();
  for (const [name, value] of headers) {
    if (name.toLowerCase() === "set-cookie") jar.setCookieSync(value, url);
    else sent.set(name, value);
  }
  const cookies = headers.filter(([name]) => name.toLowerCase() === "set-cookie").map(([, value]) => value);
  if (cookies.length) sent.set("Set-Cookie", cookies);
  const response = { headers: sent, request: { headers: new AxiosHeaders() }, status: 200, verified: true, data: html };
  response.httpEquiv = parseHttpEquivHeaders(html, url);
  const steps = route.map((step) => ({ url: new URL(step.url), status: step.status }));
  Object.assign(requests.responses, {
    auto: response,
    http: response,
    https: response,
    cors: response,
    httpRedirects: steps,
    httpsRedirects: steps.slice(1),
  });
  requests.resources.path = html;
  requests.session = { url: address, jar };
  return requests;
}

// As scan() of the package's src/scanner/index.js adds them up.
function grade(page) {
  const requests = retrieved(page);
  const tests = {};
  let all = 100;
  let without = 100;
  for (const test of ALL_TESTS) {
    const output = test(requests);
    const points = getScoreModifier(output.result);
    tests[output.constructor.name] = [output.result, points];
    all += points;
    without += Math.min(points, 0);
  }
  return { ...getGradeForScore(without >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? all : without), tests };
}

const pages = JSON.parse(await text(process.stdin));
process.stdout.write(JSON.stringify(Object.fromEntries(pages.map((page) => [page.name, grade(page)]))));
