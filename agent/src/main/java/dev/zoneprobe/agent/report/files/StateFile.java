// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.files;

import dev.zoneprobe.agent.report.backlog.Boot;
import dev.zoneprobe.agent.report.backlog.Cuts;
import dev.zoneprobe.agent.report.backlog.DeliveryState;
import dev.zoneprobe.agent.report.backlog.StoreId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the name of a snapshot's file tells: `GENERATION_BOOT_FIRST-LAST.unsent`, or
/// `….in-doubt-at-STORE`.
record StateFile(Cuts cuts, DeliveryState whereabouts) {
  private static final Pattern NAME =
      Pattern.compile(
          "(?<generation>\\d{1,9})_(?<boot>[A-Za-z0-9-]{1,64})"
              + "_(?<first>\\d{1,18})-(?<last>\\d{1,18})"
              + "\\.(unsent|in-doubt-at-(?<store>[A-Za-z0-9-]{1,64}))");

  /// What `name` tells; empty if no agent gives such names.
  static Optional<StateFile> parse(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      Boot boot = new Boot(Integer.parseInt(parts.group("generation")), parts.group("boot"));
      long first = Long.parseLong(parts.group("first"));
      long last = Long.parseLong(parts.group("last"));
      StateFile file = new StateFile(new Cuts(boot, first, last), whereabouts(parts));
      return Optional.of(file).filter(one -> one.name().equals(name)); // no leading zeros
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static DeliveryState whereabouts(Matcher parts) {
    return parts.start("store") < 0
        ? new DeliveryState.Unsent()
        : new DeliveryState.InDoubt(new StoreId(parts.group("store")));
  }

  String name() {
    String state =
        switch (whereabouts) {
          case DeliveryState.Unsent _ -> "unsent";
          case DeliveryState.InDoubt(StoreId store) -> "in-doubt-at-" + store;
        };
    return "%d_%s_%d-%d.%s"
        .formatted(cuts.boot().generation(), cuts.boot().id(), cuts.first(), cuts.last(), state);
  }

  boolean isUnsent() {
    return whereabouts instanceof DeliveryState.Unsent;
  }
}
