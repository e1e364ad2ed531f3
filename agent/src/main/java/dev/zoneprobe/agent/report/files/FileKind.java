// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.files;

import java.util.regex.Pattern;

/// What a file in a state directory is, by its name: agents change only those that they gave
/// theirs.
enum FileKind {
  /// A snapshot that waits, or is damaged.
  SNAPSHOT,

  /// A snapshot whose content may not be complete, or what a directory was tried out with.
  UNFINISHED,

  /// What was a snapshot and could not be used.
  SET_ASIDE,

  /// What keeps other agents out.
  LOCK,

  /// Not of an agent.
  FOREIGN;

  /// What the name of a snapshot ends in until its content is complete.
  static final String UNFINISHED_SUFFIX = ".tmp";

  /// What the name of a snapshot ends in once it was found to be unusable.
  static final String SET_ASIDE_SUFFIX = ".set-aside";

  /// What the names begin with, before a number, of files that a directory is tried out with.
  static final String TRIAL = "probe";

  private static final Pattern TRIAL_NAME =
      Pattern.compile(TRIAL + "\\d{1,20}" + Pattern.quote(UNFINISHED_SUFFIX));

  /// What the file of this name is.
  static FileKind of(String name) {
    if (name.equals(DirectoryLock.NAME)) {
      return LOCK;
    }
    if (StateFile.parse(name).isPresent()) {
      return SNAPSHOT;
    }
    if (isSnapshotAnd(UNFINISHED_SUFFIX, name) || TRIAL_NAME.matcher(name).matches()) {
      return UNFINISHED;
    }
    return isSnapshotAnd(SET_ASIDE_SUFFIX, name) ? SET_ASIDE : FOREIGN;
  }

  private static boolean isSnapshotAnd(String suffix, String name) {
    return name.endsWith(suffix)
        && StateFile.parse(name.substring(0, name.length() - suffix.length())).isPresent();
  }
}
