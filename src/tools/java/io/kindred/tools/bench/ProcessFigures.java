package io.kindred.tools.bench;

import com.sun.management.OperatingSystemMXBean;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Memory and processor figures of this process and of the machine. */
final class ProcessFigures {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final String PEAK = "VmHWM:";
    private static final String CLEAR_PEAK = "5";
    private static final long KIB = 1024;

    private ProcessFigures() {}

    /**
     * The machine and the Java version of a benchmark.
     *
     * @param memoryBytes the memory of the machine or the container
     */
    record Machine(
            int processors, long memoryBytes, long maxHeapBytes, String java, String system) {}

    static Machine machine() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                system().getTotalMemorySize(),
                Runtime.getRuntime().maxMemory(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                String.join(
                        " ",
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("os.arch")));
    }

    /** Collects garbage and returns the bytes that are still in use on the heap. */
    static long heapAfterGc() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    static double cpuSeconds() {
        return (double) system().getProcessCpuTime() / TimeUnit.SECONDS.toNanos(1);
    }

    private static OperatingSystemMXBean system() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    }

    /** The peak memory of the process since the last reset, in bytes; null except on Linux. */
    static @Nullable Long peakResidentBytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(PEAK)) {
                    String number = line.substring(PEAK.length()).replace("kB", "").strip();
                    return Long.parseLong(number) * KIB;
                }
            }
        } catch (IOException e) {
            return null;
        }
        return null;
    }

    /** Resets the peak if the system allows it. Otherwise the peak is that of all runs so far. */
    @SuppressWarnings("EmptyCatch")
    static void resetPeak() {
        try {
            Files.writeString(CLEAR, CLEAR_PEAK);
        } catch (IOException | UnsupportedOperationException e) {
            // Only Linux supports this, and not in every container.
        }
    }
}
