// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.page.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.zoneprobe.e2e.kit.Program;
import dev.zoneprobe.e2e.kit.RequiresProgram;
import dev.zoneprobe.e2e.kit.TemporaryFolder;
import dev.zoneprobe.e2e.page.browser.Browser;
import dev.zoneprobe.e2e.page.stage.Scene;
import dev.zoneprobe.e2e.page.stage.Way;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What the browser has on its disk after a click on *Save* is what the raw durations make.
@RequiresProgram({Program.CHROMIUM, Program.CHROMEDRIVER})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DownloadsTest {
  private static final Way RAW = Scene.now("zone-a", "zone-b");
  private static final String PAIR = "?view=pair&source_zone=zone-a&destination_zone=zone-b";

  /// What a histogram of three digits is off by at most.
  private static final Percentage CELL = Percentage.withPercentage(0.1);

  private final Scene scene = new Scene("");
  private final TemporaryFolder folder = TemporaryFolder.create("downloads");
  private final Browser browser = new Browser();

  DownloadsTest() throws InterruptedException {
    browser.saveInto(folder.path());
  }

  @AfterAll
  void stop() {
    browser.close();
    scene.close();
    folder.close();
  }

  @Test
  void thePercentilesAreThoseOfTheSortedDurations() throws Exception {
    browser.visit(scene.page(PAIR));

    List<String> lines = Files.readAllLines(saved(".downloads a[download$='.hgrm']", ".hgrm"));

    List<String> rows = lines.stream().filter(line -> line.matches(" +[0-9].*")).toList();
    assertThat(rows).hasSizeGreaterThan(20);
    for (String row : rows) {
      String[] columns = row.strip().split(" +", -1);
      int count = Integer.parseInt(columns[2]);
      assertThat(Double.parseDouble(columns[0]))
          .as(row)
          .isCloseTo(RAW.roundTrips()[count - 1] / 1e6, CELL);
    }
    assertThat(lines.getLast()).startsWith("#[Buckets");
    assertThat(String.join("\n", lines)).contains("Total count    =         1200");
  }

  @Test
  void theLogHoldsEveryDuration() throws Exception {
    browser.visit(scene.page(PAIR));
    Histogram all = new Histogram(3);

    try (HistogramLogReader reader =
        new HistogramLogReader(saved(".downloads a[download$='.hlog']", ".hlog").toFile())) {
      while (reader.hasNext()) {
        EncodableHistogram next = reader.nextIntervalHistogram();
        if (next instanceof Histogram histogram) {
          all.add(histogram);
        }
      }
    }

    assertThat(all.getTotalCount()).isEqualTo(RAW.roundTrips().length);
    assertThat(all.getMean()).isCloseTo(mean(RAW.roundTrips()), CELL);
    assertThat((double) all.getMaxValue()).isCloseTo(RAW.roundTrip(1) * 1e9, CELL);
  }

  private static double mean(long[] nanos) {
    return LongStream.of(nanos).average().orElseThrow();
  }

  @Test
  void theTableHasALineForEachPairWithItsQuantile() throws Exception {
    browser.visit(scene.page(""));
    browser.await("table.matrix td.fine");

    List<String> lines = Files.readAllLines(saved(".downloads a[download$='.csv']", ".csv"));

    List<String> header = List.of(lines.getFirst().split(",", -1));
    assertThat(lines).hasSize(1 + Scene.ZONES.size() * Scene.ZONES.size());
    for (String line : lines.subList(1, lines.size())) {
      List<String> values = List.of(line.replace("\"", "").split(",", -1));
      Way way = Scene.now(values.get(0), values.get(1));
      assertThat(values.get(header.indexOf("attempts"))).isEqualTo("" + way.attempts());
      String seconds = values.get(header.indexOf("seconds"));
      if (way.attempts() == 40) {
        assertThat(seconds).isEmpty();
      } else {
        assertThat(Double.parseDouble(seconds)).as(line).isCloseTo(way.roundTrip(0.99), CELL);
      }
    }
  }

  @Test
  void thePictureOfTheMatrixHasTheColoursOfItsCells() throws Exception {
    browser.visit(scene.page(""));
    browser.await("table.matrix td.fine");

    BufferedImage picture = ImageIO.read(saved(".downloads button", "matrix.png").toFile());

    assertThat(List.of(picture.getWidth(), picture.getHeight()))
        .isEqualTo(List.of(2 * (170 + 4 * 84 + 16), 2 * (70 + 4 * 36 + 16)));
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        String cell = "tbody tr:nth-child(%d) td:nth-of-type(%d)".formatted(row + 1, column + 1);
        int pixel = picture.getRGB(2 * (170 + column * 84) + 8, 2 * (70 + row * 36) + 8);
        assertThat(rgb(pixel)).as(cell).isEqualTo(backgroundOf(cell));
      }
    }
  }

  /// A cell without a number has none of its own and shows the page's.
  private String backgroundOf(String cell) {
    return String.valueOf(
        browser.ask(
            """
            const of = element => getComputedStyle(element).backgroundColor;
            const own = of(document.querySelector(arguments[0]));
            return own === 'rgba(0, 0, 0, 0)' ? of(document.body) : own;
            """,
            cell));
  }

  private static String rgb(int pixel) {
    return "rgb(%d, %d, %d)".formatted(pixel >> 16 & 255, pixel >> 8 & 255, pixel & 255);
  }

  @Test
  void thePictureOfAChartShowsBothLines() throws Exception {
    browser.visit(scene.page(PAIR));
    browser.await(".spectrum zp-chart[data-drawn]");

    BufferedImage picture =
        ImageIO.read(saved(".spectrum .downloads button", "spectrum.png").toFile());

    assertThat(picture.getWidth()).isGreaterThan(600);
    for (String line : List.of("--now", "--before")) {
      assertThat(pixels(picture, colour(line))).as(line).isGreaterThan(200);
    }
  }

  private String colour(String property) {
    return String.valueOf(
        browser.ask(
            """
            const probe = document.body.appendChild(document.createElement('i'));
            probe.style.color = `var(${arguments[0]})`;
            return getComputedStyle(probe).color;
            """,
            property));
  }

  private static long pixels(BufferedImage picture, String colour) {
    List<String> found = new ArrayList<>();
    for (int x = 0; x < picture.getWidth(); x++) {
      for (int y = 0; y < picture.getHeight(); y++) {
        found.add(rgb(picture.getRGB(x, y)));
      }
    }
    return found.stream().filter(colour::equals).count();
  }

  /// Clicks, and waits until the file is there whole: until then it has another name.
  private Path saved(String selector, String end) throws Exception {
    browser.click(selector);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !files(end).isEmpty() && Files.size(files(end).getFirst()) > 0);
    assertThat(browser.complaints()).isEmpty();
    return files(end).getFirst();
  }

  private List<Path> files(String end) throws Exception {
    try (Stream<Path> all = Files.list(folder.path())) {
      return all.filter(file -> file.toString().endsWith(end)).toList();
    }
  }
}
