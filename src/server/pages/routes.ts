import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import * as z from "zod";
import { fold, type Incident } from "../../incident/state.ts";
import { hasSession, signIn } from "../access.ts";
import type { Engine } from "../engine.ts";
import { checkLink, type LinkAction, linkPath } from "../links.ts";
import { findIncident, respond, responderSchema } from "../respond.ts";
import { type Html, html } from "./html.ts";
import { inboxPage } from "./inbox.ts";
import { incidentPage, linkForms, namedForm } from "./incident.ts";
import { STYLE } from "./layout.ts";
import { messagePage, signInPage } from "./message.ts";

export type PageSettings = { linkSecret: string; isSecure: boolean };

const INBOX_LENGTH = 200;
const LABELS: Readonly<Record<LinkAction, string>> = {
  acknowledge: "Acknowledge",
  resolve: "Resolve",
};

const linkSchema = z.object({
  person: z.string().max(200),
  until: z.coerce.number(),
  signature: z.string().max(200),
});
const bySchema = z.object({ by: responderSchema });
const signInSchema = z.object({
  token: z.string().max(500),
  // Only a path of this server: never another site, which "//" or a backslash would name, also with
  // a tab in between, which browsers leave out.
  next: z
    .string()
    .regex(/^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/)
    .catch("/"),
});

const send = (reply: FastifyReply, page: string, status = 200): FastifyReply =>
  reply.code(status).type("text/html; charset=utf-8").send(page);

const unknownIncident = (reply: FastifyReply): FastifyReply =>
  send(
    reply,
    messagePage(
      "No such incident",
      "The address may be cut off: open the link in the message again.",
    ),
    404,
  );

/** What may still be done to an incident, most likely first. */
const actionsLeft = ({ status }: Incident): LinkAction[] => {
  if (status === "resolved") return [];
  return status === "triggered" ? ["acknowledge", "resolve"] : ["resolve"];
};

type Visitor = { by: string | null };

/** Server-rendered screens. Viewing never changes anything; each change is a form that posts. */
export const pageRoutes = (app: FastifyInstance, engine: Engine, settings: PageSettings): void => {
  const { store, clock } = engine;
  const { linkSecret } = settings;

  const formsFor = (incident: Incident, visitor: Visitor): Html => {
    const actions = actionsLeft(incident);
    const { by } = visitor;
    if (actions.length === 0) return html``;
    if (by === null) {
      const buttons = actions.map((action) => ({
        label: LABELS[action],
        action: `/incidents/${incident.id}/${action}`,
      }));
      return namedForm(buttons, engine.catalog()?.people ?? []);
    }
    const now = clock.now();
    const buttons = actions.map((action) => ({
      label: LABELS[action],
      action: linkPath(linkSecret, { incidentId: incident.id, action, person: by, now }),
    }));
    return linkForms(buttons);
  };

  const show = async (
    reply: FastifyReply,
    name: string,
    visitor: Visitor,
  ): Promise<FastifyReply> => {
    const id = await findIncident(engine, name);
    const recorded = id === null ? [] : await store.history(id);
    const incident = fold(recorded);
    if (incident === null) return unknownIncident(reply);
    const view = { incident, recorded, now: clock.now(), note: null };
    const forms = formsFor(incident, visitor);
    return send(reply, incidentPage({ ...view, forms, signedIn: visitor.by === null }));
  };

  app.get("/style.css", { config: { access: "open" } }, async (_request, reply) =>
    reply.type("text/css").header("Cache-Control", "max-age=3600").send(STYLE),
  );

  app.get("/", { config: { access: "session" } }, async (_request, reply) =>
    send(
      reply,
      inboxPage(await store.incidents({ status: "all", limit: INBOX_LENGTH }), clock.now()),
    ),
  );

  app.get<{ Params: { incident: string } }>(
    "/incidents/:incident",
    { config: { access: "session" } },
    async (request, reply) => show(reply, request.params.incident, { by: null }),
  );

  app.get<{ Querystring: { next?: string } }>(
    "/sign-in",
    { config: { access: "open" } },
    async (request, reply) =>
      send(reply, signInPage({ next: request.query.next ?? "/", refused: false })),
  );

  app.post("/sign-in", { config: { access: "open" } }, async (request, reply) => {
    const { token, next } = signInSchema.parse(request.body);
    const visit = { token, secret: linkSecret, isSecure: settings.isSecure };
    if (await signIn(engine, reply, visit)) return reply.redirect(next, 303);
    return send(reply, signInPage({ next, refused: true }), 401);
  });

  for (const action of ["acknowledge", "resolve"] as const) {
    linkRoutes(app, engine, { action, linkSecret, show });
  }
};

type Request = FastifyRequest<{ Params: { incident: string } }>;

/** Shows to a link's or a signed-in browser's GET, acts on its POST: so a scanner of links changes nothing. */
const linkRoutes = (
  app: FastifyInstance,
  engine: Engine,
  route: {
    action: LinkAction;
    linkSecret: string;
    show(reply: FastifyReply, name: string, visitor: Visitor): Promise<FastifyReply>;
  },
): void => {
  const { action, linkSecret, show } = route;
  const url = `/incidents/:incident/${action}`;

  const visitorOf = (request: Request): Visitor | "forged" | "expired" => {
    const now = engine.clock.now();
    const link = linkSchema.safeParse(request.query);
    if (!link.success) return hasSession(linkSecret, request, now) ? { by: null } : "forged";
    const claim = { ...link.data, incidentId: request.params.incident, action };
    const check = checkLink(linkSecret, claim, now);
    return check === "valid" ? { by: link.data.person } : check;
  };

  const turnAway = (request: Request, reply: FastifyReply, why: "forged" | "expired") => {
    const detail =
      why === "expired"
        ? "This link is too old. Sign in, or open a newer message."
        : "The signature of this link is not ours. Open the link in the message again, uncut.";
    if (!request.headers.accept?.includes("text/html")) {
      const body = { type: "about:blank", title: "Not allowed", status: 403, detail };
      return reply.code(403).type("application/problem+json").send(body);
    }
    return send(reply, messagePage("This link does not work", detail), 403);
  };

  app.get<{ Params: { incident: string } }>(
    url,
    { config: { access: "link" } },
    async (request, reply) => {
      const visitor = visitorOf(request);
      if (typeof visitor === "string") return turnAway(request, reply, visitor);
      return show(reply, request.params.incident, visitor);
    },
  );

  app.post<{ Params: { incident: string } }>(
    url,
    { config: { access: "link" } },
    async (request, reply) => {
      const visitor = visitorOf(request);
      if (typeof visitor === "string") return turnAway(request, reply, visitor);
      const via = visitor.by === null ? "screen" : "link";
      const by = visitor.by ?? bySchema.parse(request.body).by;
      const id = await findIncident(engine, request.params.incident);
      const response = id === null ? null : await respond(engine, id, { type: action, by, via });
      if (response === null || response.kind === "unknown-incident") return unknownIncident(reply);
      // Also after a refusal: the page that follows shows that the incident is resolved already.
      return reply.redirect(visitor.by === null ? `/incidents/${id}` : request.url, 303);
    },
  );
};
