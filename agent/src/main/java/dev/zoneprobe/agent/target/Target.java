// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.target;

import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Subject;
import dev.zoneprobe.measure.interval.LatencyHistogram;
import dev.zoneprobe.settings.Quantity;
import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Something that is probed: a named endpoint from the configuration, or a mesh peer.
///
/// Two targets are equal if nothing about probing them differs.
///
/// @param subject the identity of its series; peers of one zone share it
/// @param destinationNode the node that a peer runs on; absent for named endpoints
/// @param connections which kinds of connection to probe, each on a schedule of its own; never
///   empty
/// @param family which addresses its host may have
public record Target(
    Subject subject,
    Optional<String> destinationNode,
    Endpoint endpoint,
    Timing timing,
    Set<Connection> connections,
    AddressFamily family) {

  /// Refuses a target that would never be probed, or whose protocol is not its endpoint's.
  public Target {
    connections = Set.copyOf(connections);
    if (connections.isEmpty()) {
      throw new IllegalArgumentException("no kind of connection to probe: " + subject.target());
    }
    if (subject.protocol() != endpoint.protocol()) {
      throw new IllegalArgumentException(
          subject.target() + " is " + subject.protocol() + ", its endpoint " + endpoint.protocol());
    }
  }

  /// One at addresses of any family.
  public Target(
      Subject subject,
      Optional<String> destinationNode,
      Endpoint endpoint,
      Timing timing,
      Set<Connection> connections) {
    this(subject, destinationNode, endpoint, timing, connections, AddressFamily.ANY);
  }

  /// Whether a Service chooses which agent's responder answers: only the answer tells whose it is.
  public boolean isThroughService() {
    return subject.target().equals(Subject.SERVICE);
  }

  /// Whether an agent's responder answers.
  public boolean isResponder() {
    return destinationNode.isPresent() || isThroughService();
  }

  /// The same target, with attempts that may take no longer than `longest`.
  public Target within(Duration longest) {
    Duration shorter = timing.timeout.compareTo(longest) < 0 ? timing.timeout : longest;
    Timing hasty = new Timing(timing.interval, shorter);
    return new Target(subject, destinationNode, endpoint, hasty, connections, family);
  }

  /// How often, and how long an attempt may take. The timeout counts from the attempt's begin.
  public record Timing(Duration interval, Duration timeout) {
    private static final Range<Duration> INTERVALS =
        new Range<>(Duration.ofMillis(10), Duration.ofHours(1));
    private static final Range<Duration> TIMEOUTS =
        new Range<>(Duration.ofMillis(1), Duration.ofNanos(LatencyHistogram.HIGHEST_NANOS));

    /// Refuses an interval or a timeout that no attempt could keep.
    public Timing {
      check("interval", interval, INTERVALS);
      check("timeout", timeout, TIMEOUTS);
    }

    private static void check(String what, Duration value, Range<Duration> range) {
      try {
        Duration _ = range.checked(value);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            what + " " + Quantity.text(value) + ": " + e.getMessage(), e);
      }
    }

    /// Reads the keys `interval` and `timeout` of `section`.
    public static Timing read(Section section, Timing absent) {
      return new Timing(
          section.duration("interval", absent.interval, INTERVALS),
          section.duration("timeout", absent.timeout, TIMEOUTS));
    }
  }
}
