// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.kernel;

import dev.zoneprobe.measure.Label;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Everything that is read of the kernel. What this host does not have is there too, and always
/// reads as absent; that never is a failure. Thread-safe.
public final class KernelCounters implements AutoCloseable {
  /// Whose tasks wait.
  public enum Scope implements Label {
    /// All tasks of the host.
    HOST,
    /// Those of the agent's own cgroup; version 2 only.
    CGROUP
  }

  /// What tasks wait for.
  public enum Resource implements Label {
    CPU,
    MEMORY,
    IO
  }

  /// What a pressure is about.
  public record Strain(Scope scope, Resource resource) {}

  private final List<KernelFile<?>> files = new ArrayList<>();
  private final Map<Strain, KernelFile<Pressure>> pressures = new LinkedHashMap<>();
  private final KernelFile<Throttling> throttling;
  private final KernelFile<Long> memoryLimit;
  private final KernelFile<Long> memoryUsed;
  private final KernelFile<CpuTime> cpuTime;
  private final KernelFile<Memory> memory;
  private final KernelFile<LoadAverage> load;

  /// Opens what there is.
  ///
  /// @param root `/`, or a directory that holds copies of the files
  public KernelCounters(Path root) {
    Path proc = root.resolve("proc");
    OwnCgroup cgroup = new OwnCgroup(root);
    Path nowhere = root.resolve("no-such-cgroup");
    Path unified = cgroup.unified().orElse(nowhere);
    for (Resource resource : Resource.values()) {
      String name = resource.label();
      pressures.put(
          new Strain(Scope.HOST, resource),
          open(proc.resolve("pressure").resolve(name), Pressure::parse));
      pressures.put(
          new Strain(Scope.CGROUP, resource),
          open(unified.resolve(name + ".pressure"), Pressure::parse));
    }
    Optional<Path> memoryOf1 = cgroup.version1("memory");
    throttling =
        open(cgroup.version1("cpu").orElse(unified).resolve("cpu.stat"), Throttling::parse);
    memoryLimit = open(in(memoryOf1, "memory.limit_in_bytes", unified, "memory.max"));
    memoryUsed = open(in(memoryOf1, "memory.usage_in_bytes", unified, "memory.current"));
    cpuTime = open(proc.resolve("stat"), CpuTime::parse);
    memory = open(proc.resolve("meminfo"), Memory::parse);
    load = open(proc.resolve("loadavg"), LoadAverage::parse);
  }

  private static Path in(Optional<Path> version1, String name1, Path unified, String name2) {
    return version1.map(directory -> directory.resolve(name1)).orElse(unified.resolve(name2));
  }

  private KernelFile<Long> open(Path path) {
    return open(path, Memory::parseBytes);
  }

  private <V> KernelFile<V> open(Path path, Function<String, Optional<V>> parser) {
    KernelFile<V> file = new KernelFile<>(path, parser);
    files.add(file);
    return file;
  }

  /// How long tasks have waited.
  public Optional<Pressure> pressure(Strain strain) {
    return Optional.ofNullable(pressures.get(strain)).flatMap(KernelFile::read);
  }

  /// How the agent's own CPU limit has held it up.
  public Optional<Throttling> throttling() {
    return throttling.read();
  }

  /// The memory that the agent's cgroup may use; empty without a limit.
  public Optional<Long> memoryLimitBytes() {
    return memoryLimit.read();
  }

  /// The memory that the agent's cgroup uses.
  public Optional<Long> memoryUsedBytes() {
    return memoryUsed.read();
  }

  /// What the host's CPUs have done.
  public Optional<CpuTime> cpuTime() {
    return cpuTime.read();
  }

  /// The host's memory.
  public Optional<Memory> memory() {
    return memory.read();
  }

  /// The host's load.
  public Optional<LoadAverage> load() {
    return load.read();
  }

  @Override
  public void close() {
    files.forEach(KernelFile::close);
  }
}
