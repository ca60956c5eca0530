package io.kindred.tools.bench;

import com.sun.management.OperatingSystemMXBean;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Memory and processor figures of this process and its machine. */
final class ProcessFigures {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final String PEAK = "VmHWM:";
    private static final String CLEAR_PEAK = "5";
    private static final long KIB = 1024;

    private ProcessFigures() {}

    /**
     * The machine and the Java that a measurement ran on.
     *
     * @param memoryBytes of the machine or the container
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

    /** The bytes in use on the heap after a collection, which this asks for. */
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

    /** The most memory that the process had since the last reset; null where nobody tells. */
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

    /** Starts the peak anew where the system allows it; elsewhere it is that of all runs. */
    @SuppressWarnings("EmptyCatch")
    static void resetPeak() {
        try {
            Files.writeString(CLEAR, CLEAR_PEAK);
        } catch (IOException | UnsupportedOperationException e) {
            // As said: elsewhere it is not possible.
        }
    }
}
