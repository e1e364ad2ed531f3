// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.fleet;

import dev.zoneprobe.e2e.chaos.truth.Archive;
import dev.zoneprobe.e2e.kit.FreePort;
import dev.zoneprobe.e2e.kit.JavaProgram;
import dev.zoneprobe.e2e.kit.observer.Scrape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// An agent with a state directory, whose files are archived before anybody can answer for them. Of
/// one thread.
public final class AgentMember implements AutoCloseable {
  private final Site site;
  private final int adminPort = FreePort.next();
  private final Archive archive;
  private final List<Link> links;
  private final Member member;

  /// Where an agent runs and what it reports.
  ///
  /// @param settings of what it probes, in YAML
  record Site(String node, String zone, Path state, Responder responder, String settings) {}

  /// The ports that its peers probe.
  record Responder(int http, int grpc, int tcp) {
    static Responder free() {
      return new Responder(FreePort.next(), FreePort.next(), FreePort.next());
    }
  }

  /// Starts nothing yet.
  ///
  /// @param report further keys of the section `collector`
  AgentMember(Site site, Path folder, List<CollectorMember> collectors, String report) {
    this.site = site;
    this.archive = new Archive(site.state(), folder.resolve(site.node() + "-archive"));
    this.links = collectors.stream().map(one -> new Link(one.grpcPort(), archive::look)).toList();
    Path settings = folder.resolve(site.node() + ".yaml");
    try {
      Files.writeString(settings, text(report));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.member =
        new Member(
            site.node(), folder, () -> JavaProgram.agent("run", "--config", settings.toString()));
  }

  private String text(String report) {
    String addresses =
        links.stream().map(link -> "127.0.0.1:" + link.port()).collect(Collectors.joining(", "));
    Responder responder = site.responder();
    return """
    node: {name: %s, zone: %s}
    collector: {address: "%s", stateDirectory: "%s", %s}
    responder: {address: 127.0.0.1, http: %d, grpc: %d, tcp: %d}
    admin: {port: %d}
    %s
    """
        .formatted(
            site.node(),
            site.zone(),
            addresses,
            site.state(),
            report,
            responder.http(),
            responder.grpc(),
            responder.tcp(),
            adminPort,
            site.settings());
  }

  /// Its ways to the collectors, in their order.
  public List<Link> links() {
    return links;
  }

  /// What it cut.
  public Archive archive() {
    return archive;
  }

  /// Begins a life; returns before it is ready.
  public void start() {
    member.start();
  }

  /// Ends it on the spot (SIGKILL), and archives what it leaves.
  public void kill() {
    member.kill();
    archive.look();
  }

  /// Asks it to end (SIGTERM), waits, and returns its exit code.
  public int stop() {
    int exitCode = member.stop();
    archive.look();
    return exitCode;
  }

  /// Stops it in the middle of whatever it does (SIGSTOP).
  public void freeze() {
    member.freeze();
  }

  /// Lets it go on (SIGCONT).
  public void thaw() {
    member.thaw();
  }

  /// Everything that it printed in all its lives.
  public String output() {
    return member.output();
  }

  /// Whether it answers scrapes.
  public boolean isUp() {
    try {
      return metric("build_info") == 1;
    } catch (IOException _) {
      return false;
    }
  }

  /// Whether it runs, and nothing waits but perhaps its latest cut.
  boolean isCalm() {
    try {
      return isUp() && archive.waiting() <= 1 && metric("snapshots_in_doubt") == 0;
    } catch (IOException _) {
      return false;
    }
  }

  /// One of its numbers, named without `zoneprobe_agent_`; 0 if there is none.
  public double metric(String name) throws IOException {
    try {
      return Scrape.of(URI.create("http://127.0.0.1:" + adminPort + "/metrics"))
          .sum("zoneprobe_agent_" + name, Map.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public String toString() {
    return site.node();
  }

  @Override
  public void close() {
    member.close();
    links.forEach(Link::close);
  }
}
