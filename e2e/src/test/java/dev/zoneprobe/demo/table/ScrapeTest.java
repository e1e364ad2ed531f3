// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.zoneprobe.demo.table.Scrape.Sample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScrapeTest {
  @Test
  void readsLabelsValueAndIgnoresTheTimestamp() {
    Scrape scrape = new Scrape("up{zone=\"zone-a\",le=\"+Inf\"} 2.5 1700000000000\n");

    assertThat(scrape.samples("up"))
        .containsExactly(new Sample("up", Map.of("zone", "zone-a", "le", "+Inf"), 2.5));
  }

  @Test
  void undoesTheEscapesOfLabelValues() {
    Scrape scrape = new Scrape("up{target=\"a \\\"b\\\" \\\\ c\\nd, e=}\"} 1");

    assertThat(scrape.samples("up"))
        .containsExactly(new Sample("up", Map.of("target", "a \"b\" \\ c\nd, e=}"), 1));
  }

  @Test
  void leavesOutCommentsAndLongerNames() {
    Scrape scrape = new Scrape("# HELP up Is it?\n# TYPE up gauge\nup 1\nup_count 7\nupper{} 3\n");

    List<Sample> samples = scrape.samples("up");

    assertThat(samples).containsExactly(new Sample("up", Map.of(), 1));
  }

  @Test
  void readsTheNumbersThatJavaWritesDifferently() {
    Scrape scrape = new Scrape("a +Inf\na -Inf\na NaN\na 1.0E-4\n");

    assertThat(scrape.samples("a"))
        .extracting(Sample::value)
        .containsExactly(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 0.0001);
  }

  @ParameterizedTest
  @ValueSource(strings = {"up{", "up{a", "up{a=b} 1", "up{a=\"b} 1", "up{a=\"b\"}", "up one"})
  void quotesALineThatIsNotInTheFormat(String line) {
    Scrape scrape = new Scrape(line);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> scrape.samples("up"))
        .withMessageContaining(line);
  }
}
