// Tells the page that opened this one how it ended. Without scripts that page asks the server.
(function () {
  var told = document.getElementById("result");
  if (!told || !window.opener) return;
  var data = told.dataset;
  var message = { type: "weavz-connect-result", integrationName: data.integration, externalId: data.external };
  if (data.status === "error") {
    message.status = "error";
    message.error = data.error;
  } else {
    message.status = "success";
    message.connectionId = data.connection;
  }
  window.opener.postMessage(message, data.origin || "*");
  window.close();
})();
