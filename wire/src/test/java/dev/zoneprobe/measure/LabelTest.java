// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LabelTest {
  @Test
  void isTheConstantInLowerCase() {
    assertThat(Failure.DNS_NXDOMAIN.label()).isEqualTo("dns_nxdomain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "zone-a", "Zürich 中", "🚢", "with \"quotes\" and \\"})
  void letsPrintableTextIn(String text) {
    assertThat(Label.checked("zone", text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "\t", "a\nb", "a\0", "a\u001b[2J", "a\u2028b", "a\u202eb", "\ud83d"})
  void refusesEmptyAndUnprintableText(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Label.checked("zone", text))
        .withMessageStartingWith("zone ");
  }

  @Test
  void allows128CharactersAndNoMore() {
    String longest = "z".repeat(128);

    assertThat(Label.checked("zone", longest)).isEqualTo(longest);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Label.checked("zone", longest + "z"))
        .withMessage("zone is 129 characters long, the limit is 128: zzzzzzzzzzzzzzzz…");
  }

  @Test
  void keepsLineBreaksOfALongTextOutOfTheMessage() {
    String forged = "a\nforged log line" + "z".repeat(200);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Label.checked("zone", forged))
        .withMessage("zone contains an unprintable character");
  }
}
