// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.chaos.mishap;

import dev.zoneprobe.e2e.chaos.fleet.AgentMember;
import dev.zoneprobe.e2e.chaos.fleet.ChaosFleet;
import dev.zoneprobe.e2e.chaos.fleet.CollectorMember;
import dev.zoneprobe.e2e.chaos.fleet.Link;
import java.util.ArrayList;
import java.util.List;

/// A part of a fleet that one thing at a time can happen to.
///
/// @param mishaps those that can, as often as they are to be drawn
public record Victim(List<Mishap> mishaps) {
  /// Copies the list.
  public Victim {
    mishaps = List.copyOf(mishaps);
  }

  /// All parts of a fleet, those of one kind together.
  public static List<List<Victim>> of(ChaosFleet fleet) {
    List<Victim> links = new ArrayList<>();
    for (AgentMember agent : fleet.agents()) {
      for (int i = 0; i < agent.links().size(); i++) {
        links.add(of(agent.links().get(i), agent + " to " + fleet.collectors().get(i)));
      }
    }
    return List.of(
        fleet.collectors().stream().map(Victim::of).toList(),
        fleet.agents().stream().map(Victim::of).toList(),
        links);
  }

  private static Victim of(CollectorMember collector) {
    Mishap kill = new Mishap("kill " + collector, collector::kill, collector::start);
    Mishap stop = new Mishap("stop " + collector, collector::stop, collector::start);
    Mishap freeze = new Mishap("freeze " + collector, collector::freeze, collector::thaw);
    return new Victim(List.of(kill, kill, kill, stop, freeze));
  }

  private static Victim of(AgentMember agent) {
    Mishap kill = new Mishap("kill " + agent, agent::kill, agent::start);
    Mishap stop = new Mishap("stop " + agent, agent::stop, agent::start);
    Mishap freeze = new Mishap("freeze " + agent, agent::freeze, agent::thaw);
    return new Victim(List.of(kill, kill, kill, stop, freeze));
  }

  private static Victim of(Link link, String way) {
    return new Victim(
        List.of(
            new Mishap("cut " + way, link::cut, Victim::nothing),
            new Mishap("close " + way, link::refuse, link::mend),
            new Mishap("stall " + way, link::stall, link::mend),
            new Mishap("slow down " + way, link::slowDown, link::mend)));
  }

  /// What is cut mends itself.
  private static void nothing() {}
}
