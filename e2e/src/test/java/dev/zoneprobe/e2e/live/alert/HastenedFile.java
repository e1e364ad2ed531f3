// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live.alert;

import dev.zoneprobe.e2e.kit.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A shipped file of rules, or of Alertmanager, in which everything takes a tenth of the time:
/// ranges, offsets, `for`, how often rules are evaluated, how long alerts are gathered. Thresholds,
/// numbers of samples and names are as shipped.
///
/// @param shipped the file as it is in the repository
/// @param hastened the same with other durations
public record HastenedFile(String shipped, String hastened) {
  static final int FACTOR = 10;

  /// A duration and what tells that it is one: a name ends in `5m` without being one.
  private static final Pattern DURATION =
      Pattern.compile(
          "(?<=\\[|offset |for: |keep_firing_for: |interval: |group_wait: |\\d[smhd]:)(\\d+)([smhd])(?=[]:]|\\s|$)",
          Pattern.MULTILINE);

  private static final Pattern IN_ZONE = Pattern.compile("(?<=fraction\\(0, |le=\")0\\.01\\b");
  private static final Pattern BETWEEN_ZONES =
      Pattern.compile("(?<=fraction\\(0, |le=\")0\\.05\\b");

  private static final Pattern NOISY = Pattern.compile("(?<=attempts_stalled:ratio5m > )0\\.5\\b");

  private static final Map<String, Long> SECONDS =
      Map.of("s", 1L, "m", 60L, "h", 3_600L, "d", 86_400L);

  /// Reads a file below `dashboards`.
  static HastenedFile of(String name) {
    return of(Repository.root().resolve("dashboards").resolve(name));
  }

  /// Reads a file.
  public static HastenedFile of(Path file) {
    try {
      String text = Files.readString(file);
      return new HastenedFile(text, DURATION.matcher(text).replaceAll(HastenedFile::hasten));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hasten(MatchResult duration) {
    return milliseconds(duration) / FACTOR + "ms";
  }

  private static long milliseconds(MatchResult duration) {
    return 1_000 * Long.parseLong(duration.group(1)) * SECONDS.getOrDefault(duration.group(2), 0L);
  }

  /// The hastened file with other bounds, since on a machine with two cores the demo and all its
  /// observers together do not keep to the shipped ones. "Fast" is 250 ms, instead of 10 ms inside
  /// a zone and 50 ms between zones; an agent is noisy when 75 % of its attempts overlapped a
  /// stall, instead of 50 %, or else the machine's own noise would hold a zone's pages back.
  public String withBoundsForOneMachine() {
    return BETWEEN_ZONES
        .matcher(hastened)
        .replaceAll("0.25")
        .transform(text -> IN_ZONE.matcher(text).replaceAll("0.25"))
        .transform(text -> NOISY.matcher(text).replaceAll("0.75"));
  }

  /// The durations of the shipped file, in milliseconds, in their order.
  List<Long> shippedMillis() {
    return DURATION.matcher(shipped).results().map(HastenedFile::milliseconds).toList();
  }

  /// Everything but the durations.
  String shippedWithoutDurations() {
    return DURATION.matcher(shipped).replaceAll("?");
  }
}
