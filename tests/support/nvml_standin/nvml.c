/* A stand-in for NVIDIA's libnvidia-ml.so.1: the functions that `workers.gpu` calls, with
 * figures that a test decides.
 *
 * The figures are in a folder: of this process's own test, set by standin_use(), else
 * $NVML_STANDIN_DIR as it was when the library was loaded. Every call reads them anew:
 *
 *   room             text, one fact a line, see read_room()
 *   held/<pid>       what a running process says it holds, see declare.py: its start time in
 *                    ticks, then "<device> <bytes>" lines
 *   held/<pid>.gone  the same of a process that has ended, until the lag is over; its
 *                    modification time is when this library saw that it had ended
 *
 * Structures and codes are those of nvml.h. No folder means no driver. */

#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    SUCCESS = 0,
    UNINITIALIZED = 1,
    INVALID_ARGUMENT = 2,
    INSUFFICIENT_SIZE = 7,
    DRIVER_NOT_LOADED = 9,
    LIBRARY_NOT_FOUND = 12,
    FUNCTION_NOT_FOUND = 13,
    GPU_IS_LOST = 15,
    LIB_RM_VERSION_MISMATCH = 18,
    ARGUMENT_VERSION_MISMATCH = 25,
};

#define MAX_DEVICES 8
#define MAX_PROCESSES 512
#define MAX_RULES 32
#define MAX_FUNCTIONS 32
#define NOT_AVAILABLE (~0ULL)
#define MEMORY_V2 0x02000028u
#define EVERY_DEVICE (-1)

typedef unsigned long long bytes_t;

typedef struct {
    bytes_t total, reserved, unlisted;
    char uuid[96], name[96];
} device_t;

typedef struct {
    int device;
    unsigned pid;
    bytes_t used;
    int computes, draws;
    unsigned instance;
} process_t;

typedef struct {
    char function[64];
    long value;
    int device;
} rule_t;

typedef struct {
    char folder[512];
    int present, hides_shares, wide_v3;
    long session, lag_ms;
    char driver[64], library[64];
    int major, minor;
    int devices, processes, failures, hangs;
    device_t device[MAX_DEVICES];
    process_t process[MAX_PROCESSES];
    rule_t failure[MAX_RULES], hang[MAX_RULES];
} room_t;

typedef struct { bytes_t total, free, used; } memory_v1_t;
typedef struct { unsigned version; bytes_t total, reserved, free, used; } memory_v2_t;
typedef struct { unsigned pid; bytes_t used; unsigned gpu_instance, compute_instance; } narrow_t;
typedef struct {
    unsigned pid;
    bytes_t used;
    unsigned gpu_instance, compute_instance;
    bytes_t protected_used;
} wide_t;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char folder[512];
static long sessions;     /* nvmlInit without nvmlShutdown */
static long session_of;   /* the driver's session that they belong to */
static char own_version[64]; /* what follows ".so." in this library's real name */
static struct { char name[64]; long count; } calls[MAX_FUNCTIONS];

__attribute__((constructor)) static void use_environment(void) {
    const char *value = getenv("NVML_STANDIN_DIR");
    if (value) snprintf(folder, sizeof folder, "%s", value);
    Dl_info own;
    char path[PATH_MAX], *version;
    if (dladdr((void *)use_environment, &own) && realpath(own.dli_fname, path) &&
        (version = strstr(path, ".so.")))
        snprintf(own_version, sizeof own_version, "%.63s", version + 4);
}

/* ---- for tests ---------------------------------------------------------------------- */

void standin_use(const char *value) {
    pthread_mutex_lock(&lock);
    snprintf(folder, sizeof folder, "%s", value);
    memset(calls, 0, sizeof calls);
    sessions = 0;
    pthread_mutex_unlock(&lock);
}

long standin_sessions(void) {
    pthread_mutex_lock(&lock);
    long value = sessions;
    pthread_mutex_unlock(&lock);
    return value;
}

long standin_calls(const char *function) {
    long value = 0;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < MAX_FUNCTIONS; i++)
        if (!strcmp(calls[i].name, function)) value = calls[i].count;
    pthread_mutex_unlock(&lock);
    return value;
}

static void count_call(const char *function) {
    pthread_mutex_lock(&lock);
    for (int i = 0; i < MAX_FUNCTIONS; i++) {
        if (!calls[i].name[0]) snprintf(calls[i].name, sizeof calls[i].name, "%s", function);
        if (!strcmp(calls[i].name, function)) {
            calls[i].count++;
            break;
        }
    }
    pthread_mutex_unlock(&lock);
}

/* ---- what the test has set ---------------------------------------------------------- */

static int read_room(room_t *room) {
    char path[600], line[512];
    memset(room, 0, sizeof *room);
    pthread_mutex_lock(&lock);
    memcpy(room->folder, folder, sizeof folder);
    pthread_mutex_unlock(&lock);
    if (!room->folder[0]) return 0;
    snprintf(path, sizeof path, "%s/room", room->folder);
    FILE *file = fopen(path, "re");
    if (!file) return 0;
    while (fgets(line, sizeof line, file)) {
        device_t *device = &room->device[room->devices];
        process_t *process = &room->process[room->processes];
        rule_t *failure = &room->failure[room->failures], *hang = &room->hang[room->hangs];
        if (sscanf(line, "session %ld", &room->session) == 1) continue;
        if (sscanf(line, "present %d", &room->present) == 1) continue;
        if (sscanf(line, "lag_ms %ld", &room->lag_ms) == 1) continue;
        if (sscanf(line, "hides_shares %d", &room->hides_shares) == 1) continue;
        if (sscanf(line, "wide_v3 %d", &room->wide_v3) == 1) continue;
        if (sscanf(line, "driver %63s", room->driver) == 1) continue;
        if (sscanf(line, "library %63s", room->library) == 1) continue;
        if (sscanf(line, "capability %d %d", &room->major, &room->minor) == 2) continue;
        if (room->devices < MAX_DEVICES &&
            sscanf(line, "device %llu %llu %llu %95s %95[^\n]", &device->total,
                   &device->reserved, &device->unlisted, device->uuid, device->name) == 5)
            room->devices++;
        else if (room->processes < MAX_PROCESSES &&
                 sscanf(line, "process %d %u %llu %d %d %u", &process->device, &process->pid,
                        &process->used, &process->computes, &process->draws,
                        &process->instance) == 6)
            room->processes++;
        else if (room->failures < MAX_RULES &&
                 sscanf(line, "fail %63s %ld %d", failure->function, &failure->value,
                        &failure->device) == 3)
            room->failures++;
        else if (room->hangs < MAX_RULES &&
                 sscanf(line, "hang %63s %ld %d", hang->function, &hang->value,
                        &hang->device) == 3)
            room->hangs++;
    }
    fclose(file);
    return 1;
}

static long find_rule(const rule_t *rules, int count, const char *function, int device) {
    for (int i = 0; i < count; i++) {
        int named = !strcmp(rules[i].function, "*") || !strcmp(rules[i].function, function);
        if (named && (rules[i].device == EVERY_DEVICE || rules[i].device == device))
            return rules[i].value;
    }
    return 0;
}

static long elapsed_ms(const struct timespec *since, clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (now.tv_sec - since->tv_sec) * 1000 + (now.tv_nsec - since->tv_nsec) / 1000000;
}

/* What every call does first: be counted, hang, and fail, as the test wants it. A hang ends
 * early when the test takes it back. */
static int enter(room_t *room, const char *function, int device) {
    struct timespec begun, slice = {0, 2000000};
    clock_gettime(CLOCK_MONOTONIC, &begun);
    count_call(function);
    if (!read_room(room)) return LIBRARY_NOT_FOUND;
    while (elapsed_ms(&begun, CLOCK_MONOTONIC) <
           find_rule(room->hang, room->hangs, function, device)) {
        nanosleep(&slice, NULL);
        if (!read_room(room)) return LIBRARY_NOT_FOUND;
    }
    return (int)find_rule(room->failure, room->failures, function, device);
}

/* The same for calls that need a session, which a driver that went away has ended. */
static int enter_session(room_t *room, const char *function, int device) {
    int code = enter(room, function, device);
    if (code) return code;
    pthread_mutex_lock(&lock);
    int opened = sessions > 0, current = room->present && session_of == room->session;
    pthread_mutex_unlock(&lock);
    if (!opened) return UNINITIALIZED;
    return current ? SUCCESS : GPU_IS_LOST;
}

/* A handle is the device's index + 1. */
static int enter_device(room_t *room, const char *function, void *handle, device_t **device) {
    int index = (int)(long)handle - 1;
    int code = enter_session(room, function, index);
    if (code) return code;
    if (index < 0 || index >= room->devices) return INVALID_ARGUMENT;
    *device = &room->device[index];
    return SUCCESS;
}

/* ---- what processes hold ------------------------------------------------------------ */

/* Whether the process that declared still runs; a zombie has given its memory back. */
static int is_running(unsigned pid, unsigned long long started) {
    char path[64], text[1024], state;
    unsigned long long ticks;
    snprintf(path, sizeof path, "/proc/%u/stat", pid);
    FILE *file = fopen(path, "re");
    if (!file) return 0;
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = 0;
    char *after_name = strrchr(text, ')');
    if (!after_name ||
        sscanf(after_name + 1, " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d"
               " %*d %*d %*d %*d %llu", &state, &ticks) != 2)
        return 0;
    return state != 'Z' && state != 'X' && ticks == started;
}

static void read_declaration(room_t *room, FILE *file, unsigned pid) {
    int device;
    bytes_t used;
    while (room->processes < MAX_PROCESSES && fscanf(file, "%d %llu", &device, &used) == 2) {
        process_t *process = &room->process[room->processes++];
        *process = (process_t){device, pid, used, 1, 0, ~0u};
    }
}

/* Add the declarations of one file, or take the file away when they hold no longer. */
static void read_held(room_t *room, const char *name) {
    char path[900], gone[920];
    unsigned pid;
    unsigned long long started;
    struct stat status;
    int ended = strstr(name, ".gone") != NULL;
    snprintf(path, sizeof path, "%s/held/%s", room->folder, name);
    FILE *file = fopen(path, "re");
    if (!file) return;
    if (sscanf(name, "%u", &pid) == 1 && fscanf(file, "%llu", &started) == 1) {
        if (!ended && !is_running(pid, started)) {
            snprintf(gone, sizeof gone, "%s.gone", path);
            rename(path, gone);
            memcpy(path, gone, sizeof path);
            futimens(fileno(file), NULL);
            ended = 1;
        }
        if (!ended)
            read_declaration(room, file, pid);
        else if (!fstat(fileno(file), &status)) {
            if (elapsed_ms(&status.st_mtim, CLOCK_REALTIME) < room->lag_ms)
                read_declaration(room, file, pid);
            else
                unlink(path);
        }
    }
    fclose(file);
}

static void read_all_held(room_t *room) {
    char path[600];
    snprintf(path, sizeof path, "%s/held", room->folder);
    DIR *held = opendir(path);
    if (!held) return;
    for (struct dirent *entry; (entry = readdir(held));)
        if (entry->d_name[0] >= '0' && entry->d_name[0] <= '9') read_held(room, entry->d_name);
    closedir(held);
}

static bytes_t all_held(room_t *room, int index) {
    bytes_t used = room->device[index].unlisted;
    read_all_held(room);
    for (int i = 0; i < room->processes; i++)
        if (room->process[i].device == index && room->process[i].used != NOT_AVAILABLE)
            used += room->process[i].used;
    return used;
}

/* ---- NVML --------------------------------------------------------------------------- */

int nvmlInitWithFlags(unsigned flags) {
    (void)flags;
    room_t room;
    int code = enter(&room, "nvmlInitWithFlags", EVERY_DEVICE);
    if (!code && !room.present) code = DRIVER_NOT_LOADED;
    if (!code && room.library[0] && strcmp(room.library, own_version))
        code = LIB_RM_VERSION_MISMATCH;
    if (!code) {
        pthread_mutex_lock(&lock);
        if (sessions++ == 0) session_of = room.session;
        pthread_mutex_unlock(&lock);
    }
    return code;
}

int nvmlShutdown(void) {
    room_t room;
    int code = enter(&room, "nvmlShutdown", EVERY_DEVICE);
    pthread_mutex_lock(&lock);
    if (sessions > 0)
        sessions--;
    else if (!code)
        code = UNINITIALIZED;
    pthread_mutex_unlock(&lock);
    return code;
}

const char *nvmlErrorString(int code) {
    static __thread char text[64];
    snprintf(text, sizeof text, "stand-in error %d", code);
    return text;
}

int nvmlSystemGetDriverVersion(char *version, unsigned length) {
    room_t room;
    int code = enter_session(&room, "nvmlSystemGetDriverVersion", EVERY_DEVICE);
    if (!code) snprintf(version, length, "%s", room.driver);
    return code;
}

int nvmlDeviceGetCount_v2(unsigned *count) {
    room_t room;
    int code = enter_session(&room, "nvmlDeviceGetCount_v2", EVERY_DEVICE);
    if (!code) *count = (unsigned)room.devices;
    return code;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **handle) {
    room_t room;
    device_t *device;
    void *wanted = (void *)((long)index + 1);
    int code = enter_device(&room, "nvmlDeviceGetHandleByIndex_v2", wanted, &device);
    if (!code) *handle = wanted;
    return code;
}

int nvmlDeviceGetUUID(void *handle, char *uuid, unsigned length) {
    room_t room;
    device_t *device;
    int code = enter_device(&room, "nvmlDeviceGetUUID", handle, &device);
    if (!code) snprintf(uuid, length, "%s", device->uuid);
    return code;
}

int nvmlDeviceGetName(void *handle, char *name, unsigned length) {
    room_t room;
    device_t *device;
    int code = enter_device(&room, "nvmlDeviceGetName", handle, &device);
    if (!code) snprintf(name, length, "%s", device->name);
    return code;
}

int nvmlDeviceGetCudaComputeCapability(void *handle, int *major, int *minor) {
    room_t room;
    device_t *device;
    int code = enter_device(&room, "nvmlDeviceGetCudaComputeCapability", handle, &device);
    *major = room.major, *minor = room.minor;
    return code;
}

typedef struct {
    char legacy_bus_id[16];
    unsigned domain, bus, device, device_id, subsystem_id;
    char bus_id[32];
} pci_t;

int nvmlDeviceGetPciInfo_v3(void *handle, pci_t *pci) {
    room_t room;
    device_t *device;
    int code = enter_device(&room, "nvmlDeviceGetPciInfo_v3", handle, &device);
    if (!code) {
        memset(pci, 0, sizeof *pci);
        pci->bus = (unsigned)(device - room.device) + 1;
        snprintf(pci->bus_id, sizeof pci->bus_id, "00000000:%02X:00.0", pci->bus);
        snprintf(pci->legacy_bus_id, sizeof pci->legacy_bus_id, "0000:%02X:00.0", pci->bus);
    }
    return code;
}

static bytes_t left(bytes_t total, bytes_t taken) { return taken < total ? total - taken : 0; }

int nvmlDeviceGetMemoryInfo(void *handle, memory_v1_t *memory) {
    room_t room;
    device_t *device;
    int code = enter_device(&room, "nvmlDeviceGetMemoryInfo", handle, &device);
    if (!code) {
        bytes_t used = all_held(&room, (int)(device - room.device)) + device->reserved;
        *memory = (memory_v1_t){device->total, left(device->total, used), used};
    }
    return code;
}

int nvmlDeviceGetMemoryInfo_v2(void *handle, memory_v2_t *memory) {
    room_t room;
    device_t *device;
    int code = enter_device(&room, "nvmlDeviceGetMemoryInfo_v2", handle, &device);
    if (!code && memory->version != MEMORY_V2) code = ARGUMENT_VERSION_MISMATCH;
    if (!code) {
        bytes_t used = all_held(&room, (int)(device - room.device));
        *memory = (memory_v2_t){MEMORY_V2, device->total, device->reserved,
                                left(device->total, used + device->reserved), used};
    }
    return code;
}

static int list(const char *function, void *handle, int draws, unsigned *count, void *infos,
                int is_v3) {
    room_t room;
    device_t *device;
    int code = enter_device(&room, function, handle, &device);
    if (!code) {
        unsigned room_for = infos ? *count : 0, found = 0;
        int index = (int)(device - room.device);
        read_all_held(&room);
        for (int i = 0; i < room.processes; i++) {
            process_t *process = &room.process[i];
            if (process->device != index || !(draws ? process->draws : process->computes))
                continue;
            if (found < room_for) {
                bytes_t used = room.hides_shares ? NOT_AVAILABLE : process->used;
                unsigned instance = process->instance;
                if (is_v3 && room.wide_v3)
                    ((wide_t *)infos)[found] = (wide_t){process->pid, used, instance, instance, 0};
                else
                    ((narrow_t *)infos)[found] = (narrow_t){process->pid, used, instance, instance};
            }
            found++;
        }
        *count = found;
        if (found > room_for) code = INSUFFICIENT_SIZE;
    }
    return code;
}

#define LIST(NAME, DRAWS, IS_V3)                                        \
    int NAME(void *handle, unsigned *count, void *infos) {              \
        return list(#NAME, handle, DRAWS, count, infos, IS_V3);         \
    }

LIST(nvmlDeviceGetComputeRunningProcesses_v2, 0, 0)
LIST(nvmlDeviceGetComputeRunningProcesses_v3, 0, 1)
LIST(nvmlDeviceGetGraphicsRunningProcesses_v2, 1, 0)
LIST(nvmlDeviceGetGraphicsRunningProcesses_v3, 1, 1)
