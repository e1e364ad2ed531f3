// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.ingest.trust;

import dev.zoneprobe.collector.Collector;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.collector.config.CollectorSettings;
import dev.zoneprobe.collector.store.table.StoreException;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;

/// A real collector that trusts agents in one way, the files that it reads, and those who call it.
final class Stage implements AutoCloseable {
  static final String HONEST = "node-1";
  static final String HONEST_TOKEN = "the-token-of-node-1";

  final Authority authority = new Authority();
  final Authority stranger = new Authority();
  final Path folder;
  private final Way way;
  private final Cluster cluster = new Cluster(authority);
  private final HttpClient http = HttpClient.newHttpClient();
  private final Collector collector;

  /// How agents are trusted.
  enum Way {
    CERTIFICATE(", clientCa: %1$s/clients.crt", "trust: certificate"),
    TOKENS("", "trust: tokens, tokens: %1$s/tokens"),
    KUBERNETES(
        "",
        """
        trust: kubernetes, kubernetes: {issuer: "https://cluster.test",
          serviceAccount: monitoring/zoneprobe-agent, keys: "%2$s", ca: %1$s/ca.crt,
          tokenFile: %1$s/reader}
        """);

    private final String tls;
    private final String agents;

    Way(String tls, String agents) {
      this.tls = tls;
      this.agents = agents;
    }
  }

  /// Starts the collector with its files in `folder`.
  Stage(Way way, Path folder) {
    this.way = way;
    this.folder = folder;
    Authority.write(folder, "server", authority.certificate("collector.test"));
    Authority.write(folder, "ca", authority.root());
    Authority.write(folder, "clients", authority.root());
    Authority.text(folder.resolve("reader"), Cluster.READER + "\n");
    writeTokens(HONEST_TOKEN + " node-1\nthe-token-of-node-2 node-2\n");
    try {
      collector = new Collector(settings(), InstantSource.system());
      collector.start();
    } catch (IOException | StoreException e) {
      throw new AssertionError(e);
    }
  }

  private CollectorSettings settings() {
    String text =
        """
        listen:
          {grpc: 0, http: 0, tls: {certificate: %1$s/server.crt, key: %1$s/server.key %3$s}}
        agents: {%4$s}
        """
            .replace("%3$s", way.tls)
            .replace("%4$s", way.agents.strip())
            .formatted(folder, cluster.keysUrl());
    try {
      return SettingsFile.parse("collector.yaml", text, CollectorFile::settings);
    } catch (InvalidSettingsException e) {
      throw new AssertionError(e);
    }
  }

  void writeTokens(String text) {
    Authority.text(folder.resolve("tokens"), text);
  }

  Cluster cluster() {
    return cluster;
  }

  /// An agent that does as it should.
  Caller honest() {
    return switch (way) {
      case CERTIFICATE -> with(authority.certificate(HONEST));
      case TOKENS -> with(HONEST_TOKEN);
      case KUBERNETES -> with(cluster.token(Cluster.claims(HONEST)));
    };
  }

  /// Somebody who shows a certificate and reports for the honest agent's node.
  Caller with(HeldCertificate certificate) {
    return new Caller(
        collector.grpcPort(), trusting(Optional.of(certificate)), Optional.empty(), HONEST);
  }

  /// Somebody who sends a token and reports for the honest agent's node.
  Caller with(String token) {
    return new Caller(collector.grpcPort(), trusting(Optional.empty()), Optional.of(token), HONEST);
  }

  /// Somebody who has nothing to show.
  Caller withNothing() {
    return new Caller(collector.grpcPort(), trusting(Optional.empty()), Optional.empty(), HONEST);
  }

  /// Somebody who does not even speak TLS.
  Caller inTheClear() {
    return new Caller(
        collector.grpcPort(), InsecureChannelCredentials.create(), Optional.empty(), HONEST);
  }

  private ChannelCredentials trusting(Optional<HeldCertificate> certificate) {
    TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
    try {
      tls.trustManager(stream(authority.root().certificatePem()));
      if (certificate.isPresent()) {
        tls.keyManager(
            stream(certificate.get().certificatePem()),
            stream(certificate.get().privateKeyPkcs8Pem()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tls.build();
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  int grpcPort() {
    return collector.grpcPort();
  }

  /// The value of a series, written as in a scrape; has to be there.
  double metric(String series) {
    URI metrics = URI.create("http://127.0.0.1:" + collector.httpPort() + "/metrics");
    try {
      return http.send(
              HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(series + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no series " + series));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    collector.close();
    cluster.close();
    http.close();
  }
}
