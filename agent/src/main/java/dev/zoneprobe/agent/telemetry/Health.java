// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.telemetry;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// One thing that has to be in order. Asked on any thread, often; answers at once.
public interface Health {
  /// What is asked about, in a word or two.
  String name();

  /// What is wrong, for a person to read; empty if nothing is.
  Optional<String> problem();

  /// A check called `name` that asks `problem`.
  static Health of(String name, Supplier<Optional<String>> problem) {
    return new Health() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Optional<String> problem() {
        return problem.get();
      }
    };
  }

  /// What Kubernetes asks: whether the agent has started, should be left alone, may be used. An
  /// empty list is always in order.
  ///
  /// @param remarks told to people who look whether it is ready; they change no answer
  record Checks(List<Health> started, List<Health> live, List<Health> ready, List<Health> remarks) {
    /// Copies the lists.
    public Checks {
      started = List.copyOf(started);
      live = List.copyOf(live);
      ready = List.copyOf(ready);
      remarks = List.copyOf(remarks);
    }
  }
}
