/** What HEALTHCHECK runs in the container: 0 when the service is ready. */
const { ok } = await fetch("http://127.0.0.1:8000/readyz");
if (!ok) throw new Error("Not ready");
