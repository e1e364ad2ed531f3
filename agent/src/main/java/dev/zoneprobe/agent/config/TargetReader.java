// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.config;

import dev.zoneprobe.agent.sli.Sli;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Endpoint.Tls;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.measure.Protocol;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.settings.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the list `targets`: the endpoints that the operator names.
public final class TargetReader {
  /// The zone of endpoints for which none is given.
  public static final String EXTERNAL_ZONE = "external";

  /// How a target is probed that does not say otherwise.
  public static final Target.Timing TIMING =
      new Target.Timing(Duration.ofSeconds(10), Duration.ofSeconds(5));

  private static final int MOST_TARGETS = 500;

  private TargetReader() {}

  /// A target for a person who gives nothing but a URL; its name is the URL.
  ///
  /// @throws IllegalArgumentException saying what is wrong with it
  public static Target ofUrl(
      String url, Target.Timing timing, Set<Connection> connections, Tls tls) {
    Endpoint endpoint = TargetUrl.parse(url).endpoint(Expectations.DEFAULT, tls);
    Subject subject = new Subject(EXTERNAL_ZONE, url, endpoint.protocol(), Subject.Owner.NONE);
    return new Target(subject, Optional.empty(), endpoint, timing, possible(endpoint, connections));
  }

  static List<Target> read(Section settings) {
    List<Target> targets = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<Section> sections = settings.sections("targets");
    if (sections.size() > MOST_TARGETS) {
      settings.mistake("targets", "more than " + MOST_TARGETS + " targets");
    }
    for (Section section : sections) {
      Optional<String> name = section.required("name", text -> Label.checked("name", text));
      if (name.isPresent() && !names.add(name.get())) {
        section.mistake("name", "another target has the same name");
      }
      target(section, name.orElse("unnamed")).ifPresent(targets::add);
    }
    return targets;
  }

  private static Optional<Target> target(Section section, String name) {
    Optional<TargetUrl> url = section.required("url", TargetUrl::parse);
    if (name.equals(Subject.PEER)) {
      section.mistake("name", "this name is kept for mesh peers");
    }
    if (Sli.ofTarget(name).isPresent()) {
      section.mistake("name", "this name is kept for the section sli");
    }
    Expectations expect = Expectations.read(section.section("expect"));
    Tls tls = tls(section.section("tls"));
    Target.Timing timing = Target.Timing.read(section, TIMING);
    Set<Connection> wanted = Set.copyOf(section.some("connections", "new, reused", Connection::of));
    String zone = section.value("zone", EXTERNAL_ZONE, text -> Label.checked("zone", text));
    Subject.Owner owner =
        new Subject.Owner(
            section.optional("team", text -> Label.checked("team", text)),
            section.optional("service", text -> Label.checked("service", text)));
    if (url.isEmpty()) {
      return Optional.empty();
    }
    if (section.has("tls") && !url.get().isEncrypted()) {
      section.mistake("tls", "the URL is not one over TLS");
    }
    Endpoint endpoint = url.get().endpoint(expect, tls);
    Subject subject = new Subject(zone, name, endpoint.protocol(), owner);
    return Optional.of(
        new Target(subject, Optional.empty(), endpoint, timing, possible(endpoint, wanted)));
  }

  /// A lookup and a mere connect have nothing to reuse: they are always `new`.
  private static Set<Connection> possible(Endpoint endpoint, Set<Connection> wanted) {
    return switch (endpoint.protocol()) {
      case Protocol.DNS, Protocol.TCP -> Set.of(Connection.NEW);
      case Protocol.HTTP, Protocol.GRPC -> wanted;
    };
  }

  private static Tls tls(Section section) {
    return new Tls(
        section.optional("authorities", TargetReader::readableFile),
        section.optional("serverName", text -> Label.checked("server name", text)));
  }

  private static Path readableFile(String text) {
    Path file = Path.of(text);
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new IllegalArgumentException("no readable file");
    }
    return file;
  }
}
