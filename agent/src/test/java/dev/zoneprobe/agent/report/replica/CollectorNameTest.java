// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorNameTest {
  @Test
  void readsOneAndSeveral() {
    assertThat(CollectorName.list("collector:8790"))
        .containsExactly(new CollectorName("collector", 8790));
    assertThat(CollectorName.list(" a:1, [::1]:2 ,10.0.0.1:3"))
        .map(CollectorName::toString)
        .containsExactly("a:1", "[::1]:2", "10.0.0.1:3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nowhere", "a:1,", ",a:1", "a:1,,b:2", "a b:1", "a:1 b:2", "a:b"})
  void refusesWhatIsNoListOfHostsAndPorts(String text) {
    assertThatThrownBy(() -> CollectorName.list(text)).hasMessage("expected host:port");
  }

  @Test
  void refusesAPortThatCannotBe() {
    assertThatThrownBy(() -> CollectorName.list("a:1, h:99999"))
        .hasMessage("not between 0 and 65535");
  }
}
