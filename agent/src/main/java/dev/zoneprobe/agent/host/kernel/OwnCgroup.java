// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where the cgroup of this process is mounted, in version 1, version 2 or both at once
/// (cgroups(7)).
///
/// A container often sees only a part of the hierarchy: with a cgroup namespace of its own its path
/// is `/`; without one the path is the host's, while the mount shows that very cgroup as its root.
/// Both are found; where the path leads nowhere, the mount point itself is taken.
final class OwnCgroup {
  private static final Pattern MEMBERSHIP =
      Pattern.compile("^\\d+:([^:]*):(/.*)$", Pattern.MULTILINE);
  private static final Pattern MOUNT =
      Pattern.compile(
          "^\\d+ \\d+ \\S+ (\\S+) (\\S+) .* - (cgroup2?) \\S+ (\\S+)$", Pattern.MULTILINE);

  private final Path root;
  private final List<Membership> memberships;
  private final List<Mount> mounts;

  /// One line of `/proc/self/cgroup`.
  private record Membership(List<String> controllers, String path) {
    boolean isVersion2() {
      return controllers.equals(List.of(""));
    }
  }

  /// One cgroup file system of `/proc/self/mountinfo`.
  private record Mount(String shown, String point, boolean isVersion2, List<String> options) {
    boolean carries(Membership membership) {
      return membership.isVersion2()
          ? isVersion2
          : !isVersion2 && options.containsAll(membership.controllers);
    }
  }

  /// @param root the directory that holds `proc`, and below which mount points are
  OwnCgroup(Path root) {
    this.root = root;
    this.memberships =
        matches(MEMBERSHIP, text(root.resolve("proc/self/cgroup")))
            .map(line -> new Membership(words(line.group(1)), line.group(2)))
            .toList();
    this.mounts =
        matches(MOUNT, text(root.resolve("proc/self/mountinfo")))
            .map(line ->
                new Mount(
                    line.group(1),
                    line.group(2),
                    line.group(3).equals("cgroup2"),
                    words(line.group(4))))
            .toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  private static Stream<Matcher> matches(Pattern pattern, String text) {
    return text.lines().map(pattern::matcher).filter(Matcher::matches);
  }

  private static List<String> words(String list) {
    return Arrays.asList(list.split(",", -1));
  }

  /// The directory of the version 2 cgroup.
  Optional<Path> unified() {
    return memberships.stream().filter(Membership::isVersion2).findFirst().flatMap(this::directory);
  }

  /// The directory of the version 1 cgroup that `controller` limits.
  Optional<Path> version1(String controller) {
    return memberships.stream()
        .filter(membership -> membership.controllers.contains(controller))
        .findFirst()
        .flatMap(this::directory);
  }

  private Optional<Path> directory(Membership membership) {
    return mounts.stream()
        .filter(mount -> mount.carries(membership))
        .findFirst()
        .map(mount -> directory(mount, membership.path));
  }

  private Path directory(Mount mount, String path) {
    Path point = root.resolve(mount.point.substring(1));
    String below = path.startsWith(mount.shown) ? path.substring(mount.shown.length()) : path;
    Path own = point.resolve(below.replaceFirst("^/+", "")).normalize();
    return own.startsWith(point) && Files.isDirectory(own) ? own : point;
  }
}
