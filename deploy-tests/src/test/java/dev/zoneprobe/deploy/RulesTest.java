// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.deploy.manifest.Fault;
import dev.zoneprobe.deploy.manifest.Overlay;
import dev.zoneprobe.deploy.manifest.Repository;
import dev.zoneprobe.deploy.platform.EveryRule;
import dev.zoneprobe.deploy.rule.Rule;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every overlay keeps every rule, and every rule would notice.
final class RulesTest {
  private static final String FAULTS = "deploy-tests/src/test/resources/faults.yaml";

  static List<Overlay> overlays() throws IOException {
    return Overlay.all();
  }

  static List<Fault> faults() {
    return Fault.all(Repository.text(FAULTS));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("overlays")
  void anOverlayKeepsAllRules(Overlay overlay) {
    assertThat(EveryRule.brokenBy(overlay)).as(overlay.name()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aFaultIsNoticedByItsRuleAndByNoOther(Fault fault) {
    assertThat(EveryRule.brokenBy(fault.seeded())).containsOnlyKeys(fault.rule());
  }

  @Test
  void everyRuleHasAFaultThatItNotices() {
    assertThat(faults().stream().map(Fault::rule).distinct())
        .containsExactlyInAnyOrderElementsOf(EveryRule.all().stream().map(Rule::name).toList());
  }
}
