// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoneprobe.agent.Examples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TargetRosterTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Target SHOP = Examples.target("shop", SECOND, SECOND);
  private static final Target BANK = Examples.target("bank", SECOND, SECOND);
  private static final Target PEER = Examples.target("peer", SECOND, SECOND);

  private final List<Set<Target>> told = new ArrayList<>();

  @Test
  void keepsThePeersWhenTheConfigurationChanges() {
    TargetRoster roster = new TargetRoster(List.of(SHOP), told::add);
    roster.replacePeers(List.of(PEER));

    roster.replace(List.of(BANK), List.of(PEER));

    assertThat(told).containsExactly(Set.of(SHOP), Set.of(SHOP, PEER), Set.of(BANK, PEER));
  }

  @Test
  void saysNothingWhenTheSameIsConfiguredAgain() {
    TargetRoster roster = new TargetRoster(List.of(SHOP), told::add);

    roster.replace(List.of(SHOP), List.of());

    assertThat(told).hasSize(1);
  }

  @Test
  void keepsTheOldTargetsWhenTheNewOnesAreRefused() {
    TargetRoster roster = new TargetRoster(List.of(SHOP), TargetRosterTest::refuseTheBank);

    assertThatThrownBy(() -> roster.replace(List.of(BANK), List.of(PEER)))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(roster.targets()).containsExactly(SHOP);
  }

  private static void refuseTheBank(Set<Target> targets) {
    if (targets.contains(BANK)) {
      throw new IllegalArgumentException("no bank");
    }
  }
}
