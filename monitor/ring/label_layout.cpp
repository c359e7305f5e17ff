// SPDX-License-Identifier: GPL-3.0-or-later
//
// Along the ring this is a problem of one dimension: numbers with least distances, to be moved as little as possible.
// Pooling adjacent violators solves it exactly. The distance two labels need depends on where they stand, so it is
// found by growing it where boxes touch, and solving again. The ring is cut at its widest gap.

#include "ring/label_layout.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

namespace monitor {

namespace {

constexpr int rounds = 24;
constexpr qreal pi = std::numbers::pi;

// The box outside of the circle that touches it at this turn.
QRectF boxAt(const Circle &circle, qreal turn, const QSizeF &size)
{
    const qreal sine = std::sin(turn * 2 * pi);
    const qreal cosine = std::cos(turn * 2 * pi);
    // A smooth walk of the touching point around the box, so that labels do not jump where quadrants meet.
    QRectF box(QPointF(), size);
    box.moveCenter(pointAt(circle, turn) + QPointF(sine * size.width() / 2, -cosine * size.height() / 2));
    // On the slanted parts a corner reaches in: push the box out by as much.
    const QPointF corner(std::clamp(circle.centre.x(), box.left(), box.right()),
                         std::clamp(circle.centre.y(), box.top(), box.bottom()));
    const qreal inside = circle.radius - QLineF(circle.centre, corner).length();
    if (inside > 0)
        box.translate(sine * inside, -cosine * inside);
    return box;
}

// How far apart, in turns, two labels next to each other must be so that their boxes keep the gap.
qreal distanceNeeded(const Circle &circle, qreal turn, const QSizeF &a, const QSizeF &b, qreal gap)
{
    const qreal across = (a.width() + b.width()) / 2 + gap;
    const qreal down = (a.height() + b.height()) / 2 + gap;
    const qreal sine = std::abs(std::sin(turn * 2 * pi));
    const qreal cosine = std::abs(std::cos(turn * 2 * pi));
    // Moving along the ring by s moves a centre by about s*cosine across and s*sine down; either is enough. The boxes'
    // centres walk an ellipse that is larger than the circle by half a label.
    const qreal horizontal = cosine > 0.01 ? across / (cosine * (circle.radius + a.width() / 2)) : 100;
    const qreal vertical = sine > 0.01 ? down / (sine * (circle.radius + a.height() / 2)) : 100;
    return std::min(horizontal, vertical) / (2 * pi);
}

// Moves wanted (ascending) as little as possible so that neighbours are at least that far apart: least squares by
// pooling adjacent violators.
std::vector<qreal> spread(const std::vector<qreal> &wanted, const std::vector<qreal> &distances)
{
    struct Pool {
        qreal sum;
        int count;
        qreal mean() const { return sum / count; }
    };
    std::vector<qreal> offsets(wanted.size(), 0);
    for (size_t i = 1; i < wanted.size(); ++i)
        offsets[i] = offsets[i - 1] + distances[i - 1];
    std::vector<Pool> pools;
    for (size_t i = 0; i < wanted.size(); ++i) {
        pools.push_back({wanted[i] - offsets[i], 1});
        while (pools.size() > 1 && pools[pools.size() - 2].mean() >= pools.back().mean()) {
            const Pool last = pools.back();
            pools.pop_back();
            pools.back() = {pools.back().sum + last.sum, pools.back().count + last.count};
        }
    }
    std::vector<qreal> result;
    for (const Pool &pool : pools) {
        for (int i = 0; i < pool.count; ++i)
            result.push_back(pool.mean() + offsets[result.size()]);
    }
    return result;
}

// The index after the widest gap between neighbours (turns ascending).
size_t emptiestPlace(const std::vector<LabelWish> &wishes, const std::vector<int> &order)
{
    size_t best = 0;
    qreal widest = -1;
    for (size_t i = 0; i < order.size(); ++i) {
        const qreal before = wishes[size_t(order[(i + order.size() - 1) % order.size()])].turn;
        const qreal gap = order.size() == 1 ? 1 : turnBetween(before, wishes[size_t(order[i])].turn);
        if (gap > widest) {
            widest = gap;
            best = i;
        }
    }
    return best;
}

struct Attempt {
    std::vector<qreal> turns; // ascending, from the cut; may be beyond 1
    std::vector<QRectF> boxes; // at these turns, if they fit
    bool fits = true; // around the ring once
};

// All labels of this order (by turn, beginning at the cut) around the ring.
Attempt arrange(const std::vector<LabelWish> &wishes, const std::vector<int> &order, const Circle &circle, qreal gap)
{
    const size_t count = order.size();
    const qreal start = wishes[size_t(order[0])].turn;
    std::vector<qreal> wanted;
    for (const int index : order)
        wanted.push_back(start + turnBetween(start, wishes[size_t(index)].turn));

    Attempt attempt{wanted, {}, true};
    for (size_t i = 0; i < count; ++i)
        attempt.boxes.push_back(boxAt(circle, wanted[i], wishes[size_t(order[i])].size));
    std::vector<qreal> distances(count, 0);
    for (int round = 0; round < rounds && count > 1; ++round) {
        bool isClear = true;
        for (size_t i = 0; i < count; ++i) {
            const size_t next = (i + 1) % count;
            if (!attempt.boxes[i].adjusted(-gap, -gap, gap, gap).intersects(attempt.boxes[next]))
                continue;
            isClear = false;
            const qreal needed = distanceNeeded(circle, attempt.turns[i], wishes[size_t(order[i])].size,
                                                wishes[size_t(order[next])].size, gap);
            distances[i] = std::max({distances[i] * 1.12, 0.5 * needed, 1e-4});
        }
        if (isClear)
            break;
        const std::vector<qreal> before = std::exchange(attempt.turns, spread(wanted, distances));
        attempt.fits = attempt.turns.back() + distances.back() - attempt.turns.front() <= 1;
        if (!attempt.fits)
            break; // distances only grow
        for (size_t i = 0; i < count; ++i) {
            if (attempt.turns[i] != before[i])
                attempt.boxes[i] = boxAt(circle, attempt.turns[i], wishes[size_t(order[i])].size);
        }
    }
    return attempt;
}

std::vector<int> orderFromCut(const std::vector<LabelWish> &wishes, std::vector<int> kept)
{
    std::stable_sort(kept.begin(), kept.end(),
                     [&](int a, int b) { return wishes[size_t(a)].turn < wishes[size_t(b)].turn; });
    std::rotate(kept.begin(), kept.begin() + qsizetype(emptiestPlace(wishes, kept)), kept.end());
    return kept;
}

// As many of the most important as may fit, by what they take on a straight line; only a first guess.
std::vector<int> firstGuess(const std::vector<LabelWish> &wishes, const Circle &circle, qreal gap)
{
    std::vector<int> byRank(wishes.size());
    std::iota(byRank.begin(), byRank.end(), 0);
    std::stable_sort(byRank.begin(), byRank.end(),
                     [&](int a, int b) { return wishes[size_t(a)].rank > wishes[size_t(b)].rank; });
    qreal taken = 0;
    size_t count = 0;
    while (count < byRank.size() && taken < 1) {
        const LabelWish &wish = wishes[size_t(byRank[count])];
        taken += distanceNeeded(circle, wish.turn, wish.size, wish.size, gap);
        ++count;
    }
    byRank.resize(count);
    return byRank;
}

// Labels that still touch one placed before them: at the corners, what is needed is only known nearly.
std::vector<PlacedLabel> withoutOverlaps(std::vector<PlacedLabel> labels, const std::vector<LabelWish> &wishes)
{
    std::vector<size_t> byRank(labels.size());
    std::iota(byRank.begin(), byRank.end(), size_t(0));
    std::stable_sort(byRank.begin(), byRank.end(), [&](size_t a, size_t b) {
        return wishes[size_t(labels[a].wish)].rank > wishes[size_t(labels[b].wish)].rank;
    });
    std::vector<bool> kept(labels.size(), false);
    for (const size_t candidate : byRank) {
        kept[candidate] = true;
        for (size_t other = 0; other < labels.size(); ++other) {
            if (other != candidate && kept[other] && labels[other].box.intersects(labels[candidate].box)) {
                kept[candidate] = false;
                break;
            }
        }
    }
    std::vector<PlacedLabel> result;
    for (size_t i = 0; i < labels.size(); ++i) {
        if (kept[i])
            result.push_back(labels[i]);
    }
    return result;
}

} // namespace

std::vector<PlacedLabel> placeLabels(const std::vector<LabelWish> &wishes, const Circle &circle, qreal gap)
{
    const std::vector<int> byRank = firstGuess(wishes, circle, gap);
    std::vector<PlacedLabel> labels;
    size_t fitting = 0;
    size_t tooMany = byRank.size() + 1;
    // Bisection finds how many fit, to a few per cent; more precision would not be visible.
    for (size_t count = byRank.size(); count > fitting; count = fitting + (tooMany - fitting) / 2) {
        const std::vector<int> order =
            orderFromCut(wishes, std::vector<int>(byRank.begin(), byRank.begin() + qsizetype(count)));
        const Attempt attempt = arrange(wishes, order, circle, gap);
        if (!attempt.fits) {
            tooMany = count;
            continue;
        }
        fitting = count;
        labels.clear();
        for (size_t i = 0; i < order.size(); ++i)
            labels.push_back({order[i], wrappedTurn(attempt.turns[i]), attempt.boxes[i]});
        if (tooMany - fitting <= 1 + fitting / 32)
            break;
    }
    return withoutOverlaps(std::move(labels), wishes);
}

} // namespace monitor
