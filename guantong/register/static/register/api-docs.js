// SPDX-License-Identifier: Apache-2.0
// Draws the API's description; a person who is signed in may try it, with the CSRF token of the session.
(() => {
  const place = document.getElementById("api-docs");
  const cookie = document.cookie.split("; ").find((each) => each.startsWith("csrftoken="));
  window.SwaggerUIBundle({
    url: place.dataset.schema,
    dom_id: "#api-docs",
    deepLinking: true,
    docExpansion: "none",
    defaultModelsExpandDepth: -1,
    validatorUrl: null,
    requestInterceptor: (request) => {
      if (cookie) request.headers["X-CSRFToken"] = cookie.slice("csrftoken=".length);
      return request;
    },
  });
})();
