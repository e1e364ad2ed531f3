// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy.rule;

import dev.zoneprobe.agent.config.AgentSettings;
import dev.zoneprobe.agent.report.trust.AccessSettings;
import dev.zoneprobe.collector.config.CollectorSettings;
import dev.zoneprobe.collector.ingest.trust.AgentTrust;
import dev.zoneprobe.collector.trust.jwt.TokenTerms;
import dev.zoneprobe.collector.web.replica.link.ReplicaSettings;
import dev.zoneprobe.deploy.manifest.Json;
import dev.zoneprobe.deploy.manifest.Manifest;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.manifest.Workload;
import dev.zoneprobe.deploy.program.Program;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// That agents and collectors trust each other, or say loudly that they do not.
final class Trust {
  private static final String UNSECURED = "zoneprobe.dev/unsecured";

  private Trust() {}

  static Stream<Rule> rules() {
    return Stream.of(
        new Rule("token-not-mounted", Trust::missingTokens),
        new Rule("trust-differs", Trust::differences),
        new Rule("certificate-for-another-name", Trust::strangeNames),
        new Rule("certificate-key-unreadable", Trust::unreadableKeys),
        new Rule("unsecured-in-silence", Trust::silentInsecurity));
  }

  private static Stream<String> missingTokens(Overlay overlay) {
    return Program.agent(overlay).stream()
        .filter(agent ->
            agent
                .settings()
                .flatMap(settings -> settings.access().tokenFile())
                .filter(file -> !agent.has(file))
                .isPresent())
        .map(agent -> agent.workload().id());
  }

  private static Optional<TokenTerms> terms(CollectorSettings settings) {
    return settings.ingest().entrance().trust() instanceof AgentTrust.ServiceAccounts(var terms, _)
        ? Optional.of(terms)
        : Optional.empty();
  }

  /// A collector that wants tokens needs agents that show such a token, and the other way around.
  private static Stream<String> differences(Overlay overlay) {
    Optional<CollectorSettings> collector = Program.collector(overlay).flatMap(Program::settings);
    Optional<Program<AgentSettings>> agent =
        Program.agent(overlay).filter(program -> program.settings().isPresent());
    if (collector.isEmpty() || agent.isEmpty()) {
      return Stream.empty();
    }
    Workload pods = agent.get().workload();
    boolean shows = agent.get().settings().get().access().tokenFile().isPresent();
    boolean fits = terms(collector.get()).map(terms -> shows && fits(terms, pods)).orElse(!shows);
    return fits ? Stream.empty() : Stream.of(pods.id());
  }

  private static boolean fits(TokenTerms terms, Workload pods) {
    List<String> audiences =
        pods.pod().findValues("serviceAccountToken").stream()
            .map(token -> token.path("audience").asText())
            .toList();
    return audiences.contains(terms.audience())
        && terms.account().namespace().equals(pods.manifest().namespace())
        && terms.account().name().equals(pods.pod().path("serviceAccountName").asText());
  }

  private static Stream<String> strangeNames(Overlay overlay) {
    List<String> asked = Stream.concat(ofAgents(overlay), ofCollectors(overlay)).toList();
    return overlay
        .kind("Certificate")
        .filter(c -> c.at("/spec/secretName").asText().equals("zoneprobe-collector-tls"))
        .filter(c -> !Json.texts(c.at("/spec/dnsNames")).containsAll(asked))
        .map(Manifest::id);
  }

  private static Stream<String> ofAgents(Overlay overlay) {
    return Program.agent(overlay)
        .flatMap(Program::settings)
        .flatMap(settings -> settings.access().tls())
        .flatMap(AccessSettings.Tls::serverName)
        .stream();
  }

  private static Stream<String> ofCollectors(Overlay overlay) {
    return Program.collector(overlay)
        .flatMap(Program::settings)
        .flatMap(settings -> settings.web().replicas())
        .map(ReplicaSettings::host)
        .stream();
  }

  private static Stream<String> unreadableKeys(Overlay overlay) {
    return overlay
        .kind("Certificate")
        .filter(c -> !c.at("/spec/privateKey/encoding").asText().equals("PKCS8"))
        .map(Manifest::id);
  }

  private static Stream<String> silentInsecurity(Overlay overlay) {
    boolean open =
        Program.collector(overlay)
            .flatMap(Program::settings)
            .filter(settings -> settings.ingest().entrance().isOpen())
            .isPresent();
    return overlay
        .workloads()
        .filter(
            w -> open != Json.map(w.manifest().at("/metadata/annotations")).containsKey(UNSECURED))
        .map(Workload::id);
  }
}
