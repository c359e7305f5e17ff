// SPDX-License-Identifier: GPL-3.0-or-later
//
// Random numbers, and the two functions that distributions need, written out so that no library can vary them.

#include "sim/random.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

namespace sim {

namespace {

quint64 splitmix(quint64 &state)
{
    state += 0x9e3779b97f4a7c15u;
    quint64 z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

} // namespace

quint64 mix(quint64 a, quint64 b)
{
    quint64 state = a ^ std::rotl(b * 0xd6e8feb86659fd93u, 29);
    return splitmix(state);
}

Random::Random(quint64 seed)
{
    for (quint64 &word : m_state)
        word = splitmix(seed);
}

Random Random::forPurpose(quint64 seed, Purpose purpose)
{
    return Random(mix(seed, quint64(purpose)));
}

quint64 Random::next()
{
    const quint64 result = std::rotl(m_state[1] * 5, 7) * 9;
    const quint64 shifted = m_state[1] << 17;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= shifted;
    m_state[3] = std::rotl(m_state[3], 45);
    return result;
}

quint64 Random::below(quint64 bound)
{
    Q_ASSERT(bound > 0);
    // As few leading bits as hold bound-1; at worst every second draw is thrown away.
    const int bits = std::bit_width(bound - 1);
    if (bits == 0)
        return 0;
    quint64 drawn = next() >> (64 - bits);
    while (drawn >= bound)
        drawn = next() >> (64 - bits);
    return drawn;
}

qint64 Random::between(qint64 low, qint64 high)
{
    Q_ASSERT(low <= high);
    return low + qint64(below(quint64(high) - quint64(low) + 1));
}

double Random::unit()
{
    return double(next() >> 11) * 0x1p-53;
}

bool Random::chance(double probability)
{
    return probability > 0 && unit() < probability;
}

double Random::exponential(double mean)
{
    return -mean * ln(1 - unit());
}

// x = m * 2^e with m in [sqrt(1/2), sqrt(2)); ln m = 2 artanh((m-1)/(m+1)), whose series gains 1.5 digits a term there.
double ln(double x)
{
    int exponent = 0;
    double mantissa = std::frexp(x, &exponent); // exact
    if (mantissa < std::numbers::sqrt2 / 2) {
        mantissa *= 2;
        --exponent;
    }
    const double t = (mantissa - 1) / (mantissa + 1);
    const double square = t * t;
    double power = t;
    double sum = 0;
    for (int odd = 1; odd <= 21; odd += 2) {
        sum += power / odd;
        power *= square;
    }
    return exponent * std::numbers::ln2 + 2 * sum;
}

// x = n ln 2 + r with |r| <= ln 2 / 2, and the series of e^r.
double exp(double x)
{
    const double n = std::floor(x / std::numbers::ln2 + 0.5);
    const double r = x - n * std::numbers::ln2;
    double term = 1;
    double sum = 1;
    for (int i = 1; i <= 17; ++i) {
        term *= r / i;
        sum += term;
    }
    return std::ldexp(sum, int(n)); // exact
}

Zipf::Zipf(int count, double exponent)
{
    Q_ASSERT(count > 0);
    m_cumulative.reserve(size_t(count));
    double sum = 0;
    for (int k = 1; k <= count; ++k) {
        sum += exp(-exponent * ln(k));
        m_cumulative.push_back(sum);
    }
    for (double &value : m_cumulative)
        value /= sum;
}

int Zipf::draw(Random &random) const
{
    const auto place = std::upper_bound(m_cumulative.begin(), m_cumulative.end(), random.unit());
    return int(std::min(place, m_cumulative.end() - 1) - m_cumulative.begin());
}

} // namespace sim
