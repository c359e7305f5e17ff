// SPDX-License-Identifier: GPL-3.0-or-later
//
// A data directory alone: how many records of 100 bytes a second are committed, by the size of the commits, synced and
// not; how long a directory of a million keys takes to be read; how large its file is after every key was overwritten.
//
//     storage_bench [KEYS] [DIRECTORY]

#include "storage/database.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>

#include <cstdio>
#include <cstdlib>

using namespace chord;

namespace {

constexpr int valueBytes = 100;

Transfer record(quint64 number, quint64 sequence)
{
    Transfer out;
    // Spread over the file, as keys are.
    out.key = "key-" + QByteArray::number(number * 0x9e3779b97f4a7c15ULL, 16);
    out.value = QByteArray(valueBytes, char('a' + sequence % 26));
    out.stamp = {{0, 1, 7}, sequence};
    out.version = Version::of(out.stamp);
    return out;
}

// Records from `first` on, in commits of this size; returns the seconds it took.
double write(storage::Database &database, quint64 first, quint64 count, quint64 perCommit, bool isSynced)
{
    QElapsedTimer timer;
    timer.start();
    for (quint64 at = first; at < first + count;) {
        Persist commit;
        for (quint64 i = 0; i < perCommit && at < first + count; ++i, ++at)
            commit.records.push_back(record(at, at + 1));
        if (const QString problem = database.write(commit, isSynced); !problem.isEmpty()) {
            std::fprintf(stderr, "%s\n", qPrintable(problem));
            std::exit(1);
        }
    }
    return double(timer.nsecsElapsed()) / 1e9;
}

} // namespace

int main(int argc, char **argv)
{
    const quint64 keys = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
    QTemporaryDir temporary;
    const QString directory = argc > 2 ? QString::fromLocal8Bit(argv[2]) : temporary.path();
    storage::Database database;
    if (const QString problem = database.open(directory); !problem.isEmpty()) {
        std::fprintf(stderr, "%s\n", qPrintable(problem));
        return 1;
    }
    database.setIdentity({1, Id(1), "127.0.0.1:11000", 160});
    quint64 next = 0;
    for (const bool isSynced : {true, false}) {
        for (const quint64 perCommit : {1, 8, 64}) {
            const quint64 count = 300 * perCommit;
            const double seconds = write(database, next, count, perCommit, isSynced);
            next += count;
            std::printf("%-8s %3llu a commit: %8.0f commits/s %8.0f records/s\n", isSynced ? "synced" : "unsynced",
                        static_cast<unsigned long long>(perCommit), double(count) / double(perCommit) / seconds,
                        double(count) / seconds);
        }
    }
    for (int round = 0; round < 2; ++round)
        write(database, 0, keys, 1000, false);
    const qint64 live = qint64(keys) * (valueBytes + record(0, 0).key.size());
    std::printf("file     %.1f times the keys and values after two rounds of writing\n",
                double(database.fileBytes()) / double(live));
    QElapsedTimer timer;
    timer.start();
    quint64 read = 0;
    const QString problem = database.readRecords([&read](std::vector<Transfer> &&part) {
        read += part.size();
        return true;
    });
    std::printf("read     %llu records in %.2f s %s\n", static_cast<unsigned long long>(read),
                double(timer.elapsed()) / 1e3, qPrintable(problem));
    return 0;
}
