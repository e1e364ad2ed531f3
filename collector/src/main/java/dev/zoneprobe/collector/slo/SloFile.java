// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo;

import dev.zoneprobe.collector.slo.level.Goal;
import dev.zoneprobe.collector.slo.level.PairClass;
import dev.zoneprobe.collector.slo.level.ServiceLevel;
import dev.zoneprobe.collector.slo.level.ServiceLevels;
import dev.zoneprobe.collector.slo.level.Subject;
import dev.zoneprobe.collector.slo.level.Terms;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.Section;
import dev.zoneprobe.settings.SettingsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads a file of objectives; `docs/slo.md` explains every key.
public final class SloFile {
  private static final String RUNBOOKS =
      "https://github.com/zoneprobe/zoneprobe/blob/main/docs/runbooks";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,127}");
  private static final Pattern URL = Pattern.compile("https?://[A-Za-z0-9./_~:%-]+[A-Za-z0-9_~-]");

  private final GoalReader goals;
  private final List<ServiceLevel> levels = new ArrayList<>();
  private final Set<Subject> seen = new HashSet<>();

  private SloFile(List<Double> bounds) {
    this.goals = new GoalReader(bounds);
  }

  /// Reads the file at `path`.
  ///
  /// @param bounds of the collector's classic histograms, in seconds; thresholds have to be of them
  /// @throws InvalidSettingsException with everything that is wrong in it
  public static ServiceLevels read(Path path, List<Double> bounds) throws InvalidSettingsException {
    return SettingsFile.read(path, top -> levels(top, bounds));
  }

  /// Reads all objectives from the top section of a file.
  public static ServiceLevels levels(Section top, List<Double> bounds) {
    SloFile file = new SloFile(bounds);
    Terms common = TermsReader.common(top);
    for (Section pairs : top.sections("pairs")) {
      file.level(pairs, "class", SloFile::pairs, common);
    }
    for (Section target : top.sections("targets")) {
      file.level(target, "name", SloFile::target, common);
    }
    if (!top.has("pairs") && !top.has("targets")) {
      top.mistake("pairs", "neither pairs nor targets are given");
    }
    return new ServiceLevels(
        List.copyOf(file.levels), top.value("runbooks", RUNBOOKS, SloFile::url));
  }

  private void level(Section section, String key, Function<String, Subject> parser, Terms common) {
    Optional<Subject> subject = section.required(key, parser);
    List<Goal> found = goals.read(section, key);
    Terms terms = TermsReader.own(section, common);
    subject.ifPresent(of -> {
      if (!seen.add(of)) {
        section.mistake(key, "is given twice");
      }
      levels.add(new ServiceLevel(of, found, terms));
    });
  }

  private static Subject pairs(String text) {
    return new Subject.Pairs(Label.of(List.of(PairClass.values()), text));
  }

  private static Subject target(String text) {
    if (text.equals("peer")) {
      throw new IllegalArgumentException("mesh peers have their objectives under pairs");
    }
    return new Subject.Target(name(text));
  }

  /// A name that can stand in a query and in a regular expression as it is.
  static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "not 1 to 128 letters, digits, dots, dashes, underscores and slashes");
    }
    return text;
  }

  private static String url(String text) {
    if (!URL.matcher(text).matches()) {
      throw new IllegalArgumentException("not a URL such as https://wiki.example.com/runbooks");
    }
    return text;
  }
}
