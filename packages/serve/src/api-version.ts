/** Version of what the service promises over HTTP, as /openapi.json and the Open Inference Protocol tell it. */
export const API_VERSION = "1.0.0";
