// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import dev.zoneprobe.collector.web.page.BrowserRules;
import dev.zoneprobe.collector.web.page.Page;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers scrapes, questions about single attempts, health checks, and browsers with a page.
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
  private static final String INDEX =
      """
      zoneprobe collector
      /metrics               for Prometheus: text, OpenMetrics or protobuf, as the scraper asks
      /api/v1/attempts       slow and failed attempts; parameters narrow them down
      /api/v1/attempts/{id}  one of them, whole
      /api/v1/openapi.yaml   describes everything under /api/v1
      /healthz/started       200 once it listens for agents, too
      /healthz/live          200 unless a restart is the only way on
      /healthz/ready         200 while it takes snapshots
      """;

  private final Scrapes scrapes;
  private final Api api;
  private final Health health;
  private final WebAccess access;
  private final ReaderConnections readers;
  private final Page page = new Page();
  private final Javalin server;

  /// What the collector says of itself.
  ///
  /// @param started whether it ever took snapshots; stays so whatever happens, because Kubernetes
  ///   kills what has not started
  /// @param live whether it may get well without a restart
  /// @param ready whether snapshots are being taken
  public record Health(BooleanSupplier started, BooleanSupplier live, BooleanSupplier ready) {}

  /// @param access on which terms it is reached
  /// @param readers told of each connection
  public WebServer(
      WebAccess access, Scrapes scrapes, Api api, Health health, ReaderConnections readers) {
    this.access = access;
    this.scrapes = scrapes;
    this.api = api;
    this.health = health;
    this.readers = readers;
    this.server = Javalin.create(this::configure);
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.routes.before(new BrowserRules());
    access.configure(config, page::isFor);
    config.jetty.threadPool = readers.threads();
    config.jetty.modifyServer(this::guard);
    config.routes.exception(Exception.class, WebServer::failed);
    config.routes.get("/", this::index);
    page.configure(config);
    config.routes.get("/metrics", scrapes);
    api.configure(config);
    config.routes.get("/healthz/started", context -> answer(context, health.started()));
    config.routes.get("/healthz/live", context -> answer(context, health.live()));
    config.routes.get("/healthz/ready", context -> answer(context, health.ready()));
  }

  private void index(Context context) {
    if (Page.isBrowser(context)) {
      page.show(context);
    } else {
      context.header("Vary", "Accept").result(INDEX);
    }
  }

  private void guard(Server server) {
    readers.watch(server);
    server.setErrorHandler(new Refusals());
    server.setHandler(new KnownMethods());
  }

  private static void failed(Exception e, Context context) {
    LOG.error("{} was not answered", context.path(), e);
    context.status(HttpStatus.INTERNAL_SERVER_ERROR).result("the collector failed\n");
  }

  private static void answer(Context context, BooleanSupplier claim) {
    boolean well = claim.getAsBoolean();
    context.status(well ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    context.result(well ? "ok\n" : "not yet, or not any more\n");
  }

  /// Begins to listen.
  ///
  /// @throws IOException naming the address, if that is not possible
  public void start() throws IOException {
    String host = access.address().getHostString();
    int port = access.address().getPort();
    try {
      server.start(host, port);
    } catch (JavalinException e) {
      throw new IOException(
          "cannot listen for HTTP on %s port %d (listen.http): %s"
              .formatted(host, port, e.getMessage()),
          e);
    }
  }

  /// The port that it listens on.
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }
}
