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
struct Prediction;

/// Gives the photos of the filmstrip top-1 labels while there is nothing else to compute, in the
/// order they came.
class PhotoLabeller : public QObject
{
    Q_OBJECT

public:
    using MakeRequest = std::function<InferenceRequest(int photo, const QImage &picture)>;

    /// Where labels are kept, by the photo's id.
    struct Keeper
    {
        std::function<bool(int photo)> has;
        std::function<void(int photo, const Prediction &top)> keep;
        std::function<void()> forget; ///< all of them
    };
    /// They stand in the filmstrip.
    static Keeper filmstripKeeper(PhotoListModel *photos);

    PhotoLabeller(PhotoListModel *photos, InferenceController *inference,
                  const Precedence *precedence, MakeRequest makeRequest, Keeper keeper);

    /// For another network: every label is forgotten and made anew; with `canRun` false they are
    /// not made.
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
    Keeper m_keeper;
    std::deque<int> m_waiting; ///< ids
    int m_current = 0; ///< whose picture or answer is waited for; 0: none
    bool m_canRun = false;
};

} // namespace inceptoscope
