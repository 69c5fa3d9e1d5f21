#include "explorer/photolabeller.h"

#include "folders/precedence.h"
#include "inference/inferencecontroller.h"
#include "photos/photolistmodel.h"

namespace inceptoscope {

PhotoLabeller::Keeper PhotoLabeller::filmstripKeeper(PhotoListModel *photos)
{
    return {[photos](int photo) {
                const QModelIndex index = photos->index(photos->rowOf(photo));
                return !index.data(PhotoTopLabelRole).toString().isEmpty();
            },
            [photos](int photo, const Prediction &top) {
                photos->setTopPrediction(photo, top.label, top.probability);
            },
            [photos] { photos->clearPredictions(); }};
}

PhotoLabeller::PhotoLabeller(PhotoListModel *photos, InferenceController *inference,
                             const Precedence *precedence, MakeRequest makeRequest, Keeper keeper)
    : m_photos(photos)
    , m_inference(inference)
    , m_precedence(precedence)
    , m_makeRequest(std::move(makeRequest))
    , m_keeper(std::move(keeper))
{
    connect(photos, &PhotoListModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) {
                addRows(first, last);
                next();
            });
    connect(photos, &PhotoListModel::rowsRemoved, this, &PhotoLabeller::next);
    connect(photos, &PhotoListModel::pictureReady, this, &PhotoLabeller::classify);
    connect(photos, &PhotoListModel::pictureFailed, this, [this](int id) {
        if (id == m_current)
            m_current = 0;
        next();
    });
    connect(inference, &InferenceController::answeredInBackground, this,
            [this](const AnswerPtr &answer) {
                m_current = 0;
                m_keeper.keep(answer->photo, answer->predictions.front());
            });
    connect(inference, &InferenceController::failedInBackground, this, [this] { m_current = 0; });
    connect(inference, &InferenceController::idle, this, &PhotoLabeller::next);
    connect(precedence, &Precedence::freed, this, &PhotoLabeller::next);
}

bool PhotoLabeller::hasItsTurn() const
{
    return m_inference->isIdle() && m_precedence->isFree();
}

void PhotoLabeller::restart(bool canRun)
{
    m_canRun = canRun;
    m_waiting.clear();
    m_current = 0;
    m_keeper.forget();
    addRows(0, m_photos->rowCount() - 1);
    next();
}

void PhotoLabeller::addRows(int first, int last)
{
    for (int row = first; row <= last; ++row)
        m_waiting.push_back(m_photos->index(row).data(PhotoIdRole).toInt());
}

bool PhotoLabeller::isLabelled(int id) const
{
    return m_photos->rowOf(id) < 0 || m_keeper.has(id);
}

void PhotoLabeller::next()
{
    if (!m_canRun || !hasItsTurn())
        return;
    // A person's request may have dropped the one under way: it is still unlabelled, so it is
    // taken up again.
    if (m_current != 0 && isLabelled(m_current))
        m_current = 0;
    while (m_current == 0 && !m_waiting.empty()) {
        if (!isLabelled(m_waiting.front()))
            m_current = m_waiting.front();
        m_waiting.pop_front();
    }
    if (m_current != 0)
        m_photos->requestPicture(m_current);
}

void PhotoLabeller::classify(int id, const QImage &picture)
{
    if (id == m_current && hasItsTurn())
        m_inference->askInBackground(m_makeRequest(id, picture));
}

} // namespace inceptoscope
