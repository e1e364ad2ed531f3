// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnCgroupTest {
  private static final String POD = "/kubepods.slice/kubepods-burstable.slice/pod1a/cri-2b";

  @TempDir private Path root;

  private OwnCgroup cgroup(String membership, String mounts, String... directories)
      throws IOException {
    for (String directory : directories) {
      Files.createDirectories(root.resolve(directory));
    }
    new HostFiles(root).with("proc/self/cgroup", membership).with("proc/self/mountinfo", mounts);
    return new OwnCgroup(root);
  }

  @Test
  void findsVersion2InAContainerWithANamespaceOfItsOwn() throws IOException {
    OwnCgroup cgroup =
        cgroup(
            "0::/\n",
            """
            2411 2395 0:63 / / rw,relatime master:574 - overlay overlay rw,lowerdir=/a:/b
            2417 2415 0:29 / /sys/fs/cgroup ro,nosuid,nodev,noexec,relatime - cgroup2 cgroup rw,nsdelegate,memory_recursiveprot
            """,
            "sys/fs/cgroup");

    assertThat(cgroup.unified()).contains(root.resolve("sys/fs/cgroup"));
    assertThat(cgroup.version1("cpu")).isEmpty();
  }

  @Test
  void findsVersion2OnAHost() throws IOException {
    OwnCgroup cgroup =
        cgroup(
            "0::/system.slice/zoneprobe.service\n",
            "35 24 0:30 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate\n",
            "sys/fs/cgroup/system.slice/zoneprobe.service");

    assertThat(cgroup.unified())
        .contains(root.resolve("sys/fs/cgroup/system.slice/zoneprobe.service"));
  }

  @Test
  void findsVersion1InAContainerThatIsShownTheHostsPath() throws IOException {
    OwnCgroup cgroup =
        cgroup(
            "11:memory:%s\n4:cpu,cpuacct:%s\n1:name=systemd:%s\n".formatted(POD, POD, POD),
            """
            1512 1500 0:27 %s /sys/fs/cgroup/systemd ro,nosuid,nodev,noexec,relatime master:10 - cgroup cgroup rw,xattr,name=systemd
            1517 1500 0:33 %s /sys/fs/cgroup/cpu,cpuacct ro,nosuid,nodev,noexec,relatime master:16 - cgroup cgroup rw,cpu,cpuacct
            1519 1500 0:35 %s /sys/fs/cgroup/memory ro,nosuid,nodev,noexec,relatime master:18 - cgroup cgroup rw,memory
            """
                .formatted(POD, POD, POD),
            "sys/fs/cgroup/cpu,cpuacct",
            "sys/fs/cgroup/memory");

    assertThat(cgroup.version1("cpu")).contains(root.resolve("sys/fs/cgroup/cpu,cpuacct"));
    assertThat(cgroup.version1("memory")).contains(root.resolve("sys/fs/cgroup/memory"));
    assertThat(cgroup.unified()).isEmpty();
  }

  @Test
  void findsBothVersionsWhereBothAreMounted() throws IOException {
    OwnCgroup cgroup =
        cgroup(
            """
            9:name=systemd:/
            4:memory:/process_api/31d0
            1:cpu:/
            0::/
            """,
            """
            31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
            32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu
            35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
            41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
            """,
            "sys/fs/cgroup/cpu",
            "sys/fs/cgroup/memory/process_api/31d0",
            "sys/fs/cgroup/unified");

    assertThat(cgroup.version1("cpu")).contains(root.resolve("sys/fs/cgroup/cpu"));
    assertThat(cgroup.version1("memory"))
        .contains(root.resolve("sys/fs/cgroup/memory/process_api/31d0"));
    assertThat(cgroup.unified()).contains(root.resolve("sys/fs/cgroup/unified"));
  }

  @Test
  void takesTheMountPointWhereThePathIsNotShown() throws IOException {
    OwnCgroup cgroup =
        cgroup(
            "0::/../../other.slice\n",
            "35 24 0:30 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw\n",
            "sys/fs/cgroup");

    assertThat(cgroup.unified()).contains(root.resolve("sys/fs/cgroup"));
  }

  @Test
  void findsNothingWhereThereIsNoLinux() {
    OwnCgroup cgroup = new OwnCgroup(root);

    assertThat(cgroup.unified()).isEmpty();
    assertThat(cgroup.version1("cpu")).isEmpty();
  }
}
