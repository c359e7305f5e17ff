// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the store costs: processor time an operation at 10^4, 10^5 and 10^6 keys of 16 + 100 bytes, the best of three
// rounds over keys in random order. SHA-1 of the key stands beside it: the least that any request pays anyway.
//
//     store_bench [KEYS]        only this many keys

#include "chord/store/store.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <random>

using namespace chord;

namespace {

struct Key {
    Id id;
    QByteArray text;
};

std::vector<Key> makeKeys(int count)
{
    const IdSpace space;
    std::vector<Key> keys;
    keys.reserve(size_t(count));
    for (int i = 0; i < count; ++i) {
        const QByteArray text = QByteArray::number(i).rightJustified(16, '0');
        keys.push_back({space.hash(text), text});
    }
    return keys;
}

Record recordOf(const Key &key, quint64 counter)
{
    return {key.text, QByteArray(100, 'v'), {}, {{0, 1, 1}, counter}, {counter}};
}

// Of this process: what others do on the machine shows less than on a clock.
double processorNs()
{
    return double(std::clock()) * (1e9 / CLOCKS_PER_SEC);
}

// Nanoseconds a call of work, run count times; the best of three rounds.
template <typename Work>
double nanoseconds(int count, const Work &work)
{
    double best = std::numeric_limits<double>::max();
    for (int round = 0; round < 3; ++round) {
        const double start = processorNs();
        for (int i = 0; i < count; ++i)
            work(i);
        best = std::min(best, (processorNs() - start) / count);
    }
    return best;
}

void printRow(const char *what, double value, const char *unit)
{
    std::printf("  %-42s %12.1f %s\n", what, value, unit);
}

void measure(int count)
{
    std::printf("%d keys\n", count);
    std::vector<Key> keys = makeKeys(count);
    std::mt19937_64 random(1);
    std::shuffle(keys.begin(), keys.end(), random);
    volatile quint64 sink = 0; // keeps what is measured from being optimized away

    Store store;
    double start = processorNs();
    for (const Key &key : keys)
        store.put(key.id, recordOf(key, 1));
    printRow("put, new keys in random order", (processorNs() - start) / count, "ns");
    const double bytesPerKey = double(store.memoryBytes()) / count;

    std::shuffle(keys.begin(), keys.end(), random);
    const auto key = [&](int i) -> const Key & { return keys[size_t(i)]; };
    printRow("find",
             nanoseconds(count, [&](int i) { sink = sink + store.find(key(i).id, key(i).text)->stamp.sequence; }),
             "ns");
    printRow("put, replacing", nanoseconds(count, [&](int i) { store.put(key(i).id, recordOf(key(i), 2)); }), "ns");
    printRow("remove and put again",
             nanoseconds(count,
                         [&](int i) {
                             store.remove(key(i).id, key(i).text);
                             store.put(key(i).id, recordOf(key(i), 3));
                         }),
             "ns");
    printRow("SHA-1 of a key, for comparison",
             nanoseconds(count, [&](int i) { sink = sink + IdSpace().hash(key(i).text).words()[2]; }), "ns");

    const int rounds = 200;
    printRow("digest of half the ring",
             nanoseconds(rounds,
                         [&](int i) {
                             const Id lo = key(i).id;
                             sink = sink + store.digest(lo, IdSpace().add(lo, IdSpace().powerOfTwo(159))).digest;
                         })
                 / 1000,
             "us");
    printRow("split of the whole ring into 64",
             nanoseconds(rounds, [&](int i) { sink = sink + store.split(key(i).id, key(i).id, 64).size(); }) / 1000,
             "us");
    printRow("memory of a key of 16 + 100 bytes", bytesPerKey, "bytes");

    start = processorNs();
    for (const Key &next : keys)
        sink = sink + (store.remove(next.id, next.text) ? 1 : 0);
    printRow("remove, a key", (processorNs() - start) / count, "ns");

    std::ranges::sort(keys, {}, &Key::id);
    start = processorNs();
    for (const Key &next : keys)
        store.put(next.id, recordOf(next, 1));
    printRow("put, new keys in ring order (a transfer)", (processorNs() - start) / count, "ns");
    printRow("memory of a key after it", double(store.memoryBytes()) / count, "bytes");
}

} // namespace

int main(int argc, char **argv)
{
    const int only = argc > 1 ? std::atoi(argv[1]) : 0;
    if (argc > 2 || (argc == 2 && only < 1000)) {
        std::fprintf(stderr, "Usage: store_bench [KEYS], KEYS at least 1000\n");
        return 2;
    }
    for (const int count : only > 0 ? std::vector<int>{only} : std::vector<int>{10000, 100000, 1000000})
        measure(count);
    return 0;
}
