#pragma once

#include <QImage>
#include <QObject>

#include <deque>
#include <functional>

namespace inceptoscope {

class InferenceController;
class PhotoListModel;
class Precedence;
struct InferenceRequest;

/// Gives the photos of the filmstrip their top-1 labels while there is nothing else to compute, in
/// the order they came.
class PhotoLabeller : public QObject
{
    Q_OBJECT

public:
    using MakeRequest = std::function<InferenceRequest(int photo, const QImage &picture)>;

    PhotoLabeller(PhotoListModel *photos, InferenceController *inference,
                  const Precedence *precedence, MakeRequest makeRequest);

    /// For another network: every label is taken off and made anew; with `canRun` false they stay
    /// off.
    void restart(bool canRun);

private:
    void addRows(int first, int last);
    void next();
    void classify(int id, const QImage &picture);
    bool hasItsTurn() const;
    bool isLabelled(int id) const;

    PhotoListModel *m_photos;
    InferenceController *m_inference;
    const Precedence *m_precedence;
    MakeRequest m_makeRequest;
    std::deque<int> m_waiting; ///< ids
    int m_current = 0; ///< whose picture or answer is waited for; 0: none
    bool m_canRun = false;
};

} // namespace inceptoscope
