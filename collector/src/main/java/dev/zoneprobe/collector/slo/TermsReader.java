// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo;

import dev.zoneprobe.collector.slo.level.Terms;
import dev.zoneprobe.settings.Range;
import dev.zoneprobe.settings.Section;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what holds for all goals of a subject; a subject may say otherwise than the whole file.
final class TermsReader {
  private static final Pattern DAYS = Pattern.compile("(\\d{1,4})d");
  private static final Range<Integer> WINDOW = new Range<>(7, 90);
  private static final Range<Integer> ATTEMPTS = new Range<>(10, 1_000_000);
  private static final int MONTH = 30;
  private static final int ENOUGH = 100;

  private TermsReader() {}

  static Terms common(Section top) {
    return own(top, new Terms(MONTH, ENOUGH, Optional.empty()));
  }

  static Terms own(Section section, Terms common) {
    int days = section.value("window", common.days() + "d", TermsReader::days);
    int attempts = section.integer("minimumAttempts", common.minimumAttempts(), ATTEMPTS);
    return new Terms(days, attempts, section.optional("team", SloFile::name).or(common::team));
  }

  private static int days(String text) {
    Matcher form = DAYS.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("not a number of days such as 30d");
    }
    int days = Integer.parseInt(form.group(1));
    if (days < WINDOW.least() || days > WINDOW.most()) {
      throw new IllegalArgumentException("not between 7d and 90d");
    }
    return days;
  }
}
