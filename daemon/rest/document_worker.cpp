// SPDX-License-Identifier: GPL-3.0-or-later
//
// Few threads, so that what they hold is bounded and the event loop's thread is not crowded out.

#include "rest/document_worker.h"

namespace rest {

namespace {

constexpr int threadsMax = 2;

} // namespace

DocumentWorker::DocumentWorker()
{
    m_pool.setMaxThreadCount(threadsMax);
}

DocumentWorker::~DocumentWorker()
{
    m_pool.clear();
    m_pool.waitForDone();
}

} // namespace rest
