// What a user of the generated types writes: the test compiles it, strictly, and runs it.
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";

declare const process: { argv: string[] };
type Json = "application/json" | "application/problem+json"; // of the forms that an answer may take

const client = createClient<paths, Json>({ baseUrl: process.argv[2] });

const node = await client.GET("/v1/nodes/{node_id}", { params: { path: { node_id: "company:tsmc" } } });
const name: string | undefined = node.data?.name;

const why = await client.GET("/v1/why", { params: { query: { from: "lab:openai", to: "company:asml" } } });
const steps: string[] | undefined = why.data?.chain?.map((step) => step.need);

const versions = await client.GET("/v1/versions");
const claims: number | null | undefined = versions.data?.items[0]?.claims;

const matched = await client.POST("/v1/match", { body: ["T.S.M.C."] });

const unknown = await client.GET("/v1/nodes/{node_id}", { params: { path: { node_id: "company:tsmcc" } } });
const detail: string | undefined = unknown.error?.detail;
const suggestions: string[] | undefined = unknown.error?.suggestions;

const statuses = [node, why, versions, matched, unknown].map((answer) => answer.response.status);
console.log(JSON.stringify({ statuses, name, steps, claims, matched: matched.data, detail, suggestions }));
