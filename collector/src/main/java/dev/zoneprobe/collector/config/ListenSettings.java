// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.config;

import dev.zoneprobe.collector.ingest.trust.AgentTrust;
import dev.zoneprobe.collector.ingest.trust.EntranceSettings;
import dev.zoneprobe.collector.trust.TokenList;
import dev.zoneprobe.collector.web.WebSettings;
import dev.zoneprobe.collector.web.replica.link.ReplicaSettings;
import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;
import dev.zoneprobe.tls.IdentityFiles;
import dev.zoneprobe.tls.PemFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Reads where the collector listens, and who is let in: sections `listen`, `agents` and `web`. The
/// files that they name are read too, so that a wrong one is a mistake with a line.
///
/// A port that another machine could reach without TLS, or report to without proof, has to be asked
/// for by name (decision 0027).
///
/// @param agents the gRPC port
/// @param web the HTTP port
record ListenSettings(EntranceSettings agents, WebSettings web) {
  static ListenSettings read(Section top) {
    Section listen = top.section("listen");
    InetAddress address = listen.address("address", "127.0.0.1");
    int grpc = listen.integer("grpc", 8790, Range.PORT);
    int http = listen.integer("http", 8791, Range.PORT);
    if (grpc != 0 && grpc == http) {
      listen.mistake("http", "is the port of listen.grpc too");
    }
    return new ListenSettings(
        agents(listen, top.section("agents"), new InetSocketAddress(address, grpc)),
        web(top, new InetSocketAddress(address, http)));
  }

  private static EntranceSettings agents(
      Section listen, Section agents, InetSocketAddress address) {
    boolean insecure = listen.flag("insecure", false);
    Section section = listen.section("tls");
    Optional<Path> clients = file(section, "clientCa", PemFile::certificates);
    Optional<EntranceSettings.Tls> tls =
        identity(section).map(identity -> new EntranceSettings.Tls(identity, clients));
    if (clients.isPresent() && !section.has("certificate")) {
      section.mistake("clientCa", "needs a certificate and a key beside it");
    }
    Optional<AgentTrust> trust = AgentTrustReader.read(agents, section.has("clientCa"));
    EntranceSettings settings =
        new EntranceSettings(address, tls, trust.orElseGet(AgentTrust.Nothing::new));
    if (trust.isPresent() && settings.isOpen() && !insecure) {
      listen.mistake(
          "address",
          "agents on other machines need listen.tls and agents.trust, or else listen.insecure: true");
    }
    return settings;
  }

  private static WebSettings web(Section top, InetSocketAddress address) {
    Section web = top.section("web");
    boolean insecure = web.flag("insecure", false);
    WebSettings settings =
        new WebSettings(
            address,
            identity(web.section("tls")),
            file(web, "tokens", TokenList::ofLines),
            ReplicaSettings.read(web.section("replicas"), web.section("tls")),
            top.section("limits").integer("readers", 500, new Range<>(10, 10_000)));
    if (settings.isOpen() && !insecure) {
      top.section("listen")
          .mistake("address", "readers on other machines need web.tls, or else web.insecure: true");
    }
    return settings;
  }

  private static Optional<IdentityFiles> identity(Section section) {
    Optional<IdentityFiles> files = IdentityFiles.read(section);
    files.ifPresent(both -> file(section, "certificate", _ -> both.read()));
    return files;
  }

  /// The path under `key`; that the file cannot be used is a mistake.
  static Optional<Path> file(Section section, String key, Consumer<Path> reader) {
    return section.file(
        key,
        path -> {
          reader.accept(path);
          return path;
        },
        Function.identity());
  }
}
