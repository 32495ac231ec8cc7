// A certified OpenID Connect provider on loopback: `node server.js PORT CLIENT_ID CLIENT_SECRET REDIRECT_URL SECONDS`.
// Three people, each with the roles that a claim tells; a login lasts SECONDS. Its pages fetch nothing from elsewhere.
import { createServer } from "node:http";
import Provider, { interactionPolicy } from "oidc-provider";

const [port, clientId, clientSecret, redirect, seconds] = process.argv.slice(2);
const issuer = `http://localhost:${port}`;
const ROLES = { anna: ["redaktør"], bent: ["medarbejder"], carl: [] };

// The client asks to choose an account; the library knows that prompt only when it is told of it.
const policy = interactionPolicy.base();
policy.add(new interactionPolicy.Prompt({ name: "select_account", requestable: true }), 0);

const page = (body) => `<!DOCTYPE html><html lang="da"><title>Udbyder</title><main>${body}</main></html>`;

const provider = new Provider(issuer, {
  clients: [{
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uris: [redirect],
    post_logout_redirect_uris: [redirect, new URL("/", redirect).href, new URL("/", redirect).href.slice(0, -1)],
    response_types: ["code"],
    grant_types: ["authorization_code"],
  }],
  claims: { openid: ["sub"], profile: ["name", "roles"] },
  conformIdTokenClaims: false, // the claims stand in the token itself
  cookies: { keys: [clientSecret] },
  ttl: { IdToken: Number(seconds), Session: 3600, Interaction: 600, Grant: 3600, AccessToken: 600, AuthorizationCode: 60 },
  interactions: { policy, url: (_, interaction) => `/valg/${interaction.uid}` },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, name: sub, roles: ROLES[sub] ?? [] }) }),
  // Our own application needs no consent of the person.
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid profile");
    await grant.save();
    return grant;
  },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      logoutSource(ctx, form) { ctx.body = page(`${form}<button form="op.logoutForm" name="logout" value="yes">Log ud her</button>`); },
      postLogoutSuccessSource(ctx) { ctx.body = page("Logget ud"); },
    },
  },
});

const respond = provider.callback();
createServer(async (request, response) => {
  const found = request.url.match(/^\/valg\/[^/?]+(?:\?hvem=(\w+))?$/);
  if (!found) return respond(request, response);
  if (!found[1]) {
    const links = Object.keys(ROLES).map((name) => `<p><a href="?hvem=${name}">${name}</a></p>`);
    response.setHeader("content-type", "text/html; charset=utf-8");
    return response.end(page(links.join("")));
  }
  return provider.interactionFinished(request, response, { select_account: {}, login: { accountId: found[1] } });
}).listen(Number(port), "127.0.0.1");
