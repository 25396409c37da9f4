// oauth2-mock-server as the token endpoint for our own credentials.
//
// Run by `cargo xtask clients`, which installs it beside this file. It says where it listens, and ends with its input.
//
// The library's own endpoint knows the grants and signs the tokens; here stand the checks that it leaves out, the
// discovery documents of Databricks, and a route of its own for Google's grant, which the library's does not fit: Google
// takes JSON too, answers without an identity and keeps the refresh token.

import { createServer } from "node:http";
import { OAuth2Issuer, OAuth2Service } from "oauth2-mock-server";

const CLIENT = { id: "the-client", secret: "the-s3cret/+&%:it", refreshToken: "1//the-refresh-token" };

/** The refresh tokens that are good now. */
const issued = new Set([CLIENT.refreshToken]);

const issuer = new OAuth2Issuer();
await issuer.keys.generate("RS256");
const service = new OAuth2Service(issuer);

/** Whether the request shows the client's secret, in its header or in its form. */
function isKnown(authorization, form) {
  let { client_id: id, client_secret: secret } = form;
  const [scheme, pair] = (authorization ?? "").split(" ");
  if (scheme === "Basic") {
    [id, secret] = Buffer.from(pair ?? "", "base64").toString().split(":").map(decodeURIComponent);
  }
  return id === CLIENT.id && secret === CLIENT.secret;
}

service.on("beforeResponse", (answer, request) => {
  const form = request.body;
  const wrong = (status, error) => Object.assign(answer, { statusCode: status, body: { error } });
  if (!isKnown(request.headers.authorization, form)) {
    wrong(401, "invalid_client");
  } else if (form.grant_type === "refresh_token" && !issued.has(form.refresh_token)) {
    wrong(400, "invalid_grant");
  } else if (form.grant_type === "client_credentials" && form.scope !== "all-apis") {
    wrong(400, "invalid_scope");
  } else if (form.grant_type === "refresh_token") {
    // Each refresh token is good for one exchange.
    issued.delete(form.refresh_token);
    issued.add(answer.body.refresh_token);
  }
});

/** Google's token endpoint, for the login of a user. */
async function google(request, answer) {
  let text = "";
  for await (const piece of request) text += piece;
  const isJson = request.headers["content-type"]?.startsWith("application/json");
  const form = isJson ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
  if (!isKnown(undefined, form)) {
    return write(answer, 401, { error: "invalid_client", error_description: "Unauthorized" });
  }
  if (form.grant_type !== "refresh_token" || form.refresh_token !== CLIENT.refreshToken) {
    return write(answer, 400, { error: "invalid_grant", error_description: "Bad Request" });
  }
  const scope = "https://www.googleapis.com/auth/cloud-platform";
  const token = await issuer.buildToken({ scopesOrTransform: scope, expiresIn: 3599 });
  return write(answer, 200, { access_token: token, expires_in: 3599, scope, token_type: "Bearer" });
}

function write(answer, status, body) {
  answer.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

const server = createServer((request, answer) => {
  const route = `${request.method} ${request.url}`;
  if (route === "POST /google/token") {
    google(request, answer).catch((error) => write(answer, 500, { error: String(error) }));
  } else if (route === "GET /.well-known/databricks-config") {
    write(answer, 200, { oidc_endpoint: `${issuer.url}/oidc` });
  } else if (route === "GET /oidc/.well-known/oauth-authorization-server") {
    write(answer, 200, { issuer: issuer.url, token_endpoint: `${issuer.url}/token` });
  } else {
    service.requestHandler(request, answer);
  }
});

server.listen(0, "127.0.0.1", () => {
  issuer.url = `http://127.0.0.1:${server.address().port}`;
  console.log(`listening on ${issuer.url}`);
});
process.stdin.on("end", () => process.exit()).resume();
